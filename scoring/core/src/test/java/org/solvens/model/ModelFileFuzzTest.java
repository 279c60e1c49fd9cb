package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.problem.Problem;

/// Whatever happens to a model file, reading it ends in a problem that says so: no other exception, no hang,
/// no wrong model.
class ModelFileFuzzTest {
    private static final byte[] SCORECARD = ModelFile.write(Models.willingness());
    private static final byte[] TREES = ModelFile.write(Models.trees(7, 5, 4));
    private static final List<byte[]> WHOLE =
            List.of(SCORECARD, TREES, ModelFile.write(Models.curve(false)), ModelFile.write(Models.curve(true)));

    @Property(tries = 600)
    void flippedAndTruncatedFilesAreRefused(
            @ForAll @IntRange(min = 0, max = 3) int family,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int wounds) {
        byte[] whole = WHOLE.get(family);
        byte[] damaged = wounded(whole, seed, wounds);
        if (!Arrays.equals(damaged, whole)) {
            assertProblem(damaged, "MODEL-FILE");
        }
    }

    /// The checksum is made to fit again, so that the decoder itself meets the damage.
    @Property(tries = 2000)
    void damageUnderAFittingChecksumIsSurvived(
            @ForAll @IntRange(min = 0, max = 3) int family,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int wounds)
            throws Exception {
        Sealed whole = Sealed.of(WHOLE.get(family));
        byte[] damaged = wounded(whole.content(), seed, wounds);
        byte[] file = ModelFile.sealed(sync -> container(whole.schema(), damaged, sync));
        Throwable thrown = catchThrowable(() -> {
            Model read = ModelFile.read(file, "model.avro");
            assertThat(ModelFile.write(read)).isNotNull();
        });
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(Problem.class);
            assertThat(((Problem) thrown).code()).isIn("MODEL-FILE", "MODEL-VERIFY");
        }
    }

    /// Both at once, for as long as {@link Fuzz} is asked to.
    @Example
    void models() throws Exception {
        Mutator whole = new Mutator(WHOLE, List.of("willingness", "scorecard", "trees"));
        List<Sealed> parts = new ArrayList<>();
        for (byte[] file : WHOLE) {
            parts.add(Sealed.of(file));
        }
        Fuzz.run(
                        "model",
                        random -> {
                            if (random.nextInt(20) == 0) {
                                return whole.seed(random);
                            }
                            if (random.nextInt(4) == 0) {
                                return whole.changed(random);
                            }
                            Sealed part = parts.get(random.nextInt(parts.size()));
                            byte[] content = whole.changed(part.content(), random);
                            return ModelFile.sealed(sync -> container(part.schema(), content, sync));
                        },
                        input -> {
                            try {
                                Model read = ModelFile.read(input, "model.avro");
                                assertThat(ModelFile.write(read)).isNotEmpty();
                            } catch (Problem problem) {
                                assertThat(problem.code()).isIn("MODEL-FILE", "MODEL-VERIFY");
                                throw problem;
                            }
                        })
                .requireBoth();
    }

    /// A model file in its parts.
    private record Sealed(Schema schema, byte[] content) {
        static Sealed of(byte[] file) throws IOException {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(new SeekableByteArrayInput(file), new GenericDatumReader<>())) {
                ByteBuffer block = reader.nextBlock();
                byte[] content = new byte[block.remaining()];
                block.get(content);
                return new Sealed(reader.getSchema(), content);
            }
        }
    }

    private static byte[] wounded(byte[] whole, long seed, int wounds) {
        Random random = new Random(seed);
        byte[] damaged = whole.clone();
        for (int i = 0; i < wounds; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged = Arrays.copyOf(damaged, Math.max(at, 1));
                case 1 -> damaged[at] = (byte) 0xff;
                case 2 -> damaged[at] = 0;
                default -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return damaged;
    }

    private static byte[] container(Schema schema, byte[] content, byte[] sync) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, bytes, sync);
            writer.appendEncoded(ByteBuffer.wrap(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void assertProblem(byte[] bytes, String code) {
        assertThat(catchThrowable(() -> ModelFile.read(bytes, "model.avro")))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.code()).isEqualTo(code);
                    assertThat(p.remedy()).isNotBlank();
                });
    }
}
