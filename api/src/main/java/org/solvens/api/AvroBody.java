package org.solvens.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.source.AvroFile;

/// A body that is an Avro container file with records of feeds. The name of a record's schema says which feed it is
/// of; fields may be left out, and may have other types that can be understood, as in the files of an ingest.
final class AvroBody {
    static final String MEDIA_TYPE = "application/avro";

    private static final Map<String, Feed> FEEDS = Arrays.stream(Feed.values())
            .collect(Collectors.toUnmodifiableMap(
                    feed -> FeedContract.of(feed).schema().getFullName(), Function.identity()));

    private AvroBody() {}

    /// The feed of a record; null if there is none with this schema.
    static @Nullable Feed feed(AvroFile.Row row) {
        return FEEDS.get(row.schema());
    }

    /// The schemas of all feeds, of which a body may have records.
    static Schema schema() {
        return Schema.createUnion(Arrays.stream(Feed.values())
                .map(feed -> FeedContract.of(feed).schema())
                .toList());
    }

    /// Reads the records of a body.
    ///
    /// @param body gets the memory of the inflated file
    /// @param code of the problem if it is no such file
    /// @param tooMany the problem if there are more than 10,000 records
    /// @throws ApiProblem 413 `BATCH-SIZE` if it is too large once it is inflated
    static List<AvroFile.Row> rows(Bodies.Body body, byte[] content, String code, ApiProblem tooMany) {
        try {
            AvroFile file = AvroFile.of(content, Bodies.LARGEST);
            if (file.records() > EventRequest.MOST) {
                throw tooMany;
            }
            body.reserve((int) file.size());
            return file.rows();
        } catch (AvroFile.TooLarge e) {
            throw ApiProblem.tooLargeInflated(Bodies.LARGEST);
        } catch (IOException e) {
            throw ApiProblem.badRequest(
                    code,
                    "The body must be a whole Avro container file, plain or deflated, with records that have no lists,"
                            + " maps or records in them. Their schemas are at /v1/schemas/events.");
        }
    }
}
