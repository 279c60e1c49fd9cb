package org.solvens.lake;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.solvens.problem.Problem;

/// Commits data files to a Delta table without Spark. Spark's own commit plans several queries on the table's state,
/// which takes seconds in a young process; this one writes one file.
final class TableAppend {
    private static final String WRITER = "Solvens";

    private TableAppend() {}

    static long commit(Configuration configuration, String path, boolean exists, String schema, List<DataFile> files) {
        Engine engine = DefaultEngine.create(configuration);
        try {
            Transaction transaction = exists
                    ? TableManager.loadSnapshot(path)
                            .build(engine)
                            .buildUpdateTableTransaction(WRITER, Operation.WRITE)
                            .build(engine)
                    : create(engine, path, DataTypeJsonSerDe.deserializeStructType(schema));
            Row state = transaction.getTransactionState(engine);
            DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
            CloseableIterator<DataFileStatus> statuses = Utils.toCloseableIterator(
                    files.stream().map(TableAppend::status).iterator());
            CloseableIterator<Row> actions = Transaction.generateAppendActions(engine, state, statuses, context);
            TransactionCommitResult result = transaction.commit(engine, CloseableIterable.inMemoryIterable(actions));
            for (PostCommitHook hook : result.getPostCommitHooks()) {
                // A checkpoint each ten commits: without it, each later reader reads all of them.
                hook.threadSafeInvoke(engine);
            }
            return result.getVersion();
        } catch (KernelException | KernelEngineException | IOException e) {
            throw new Problem(
                    "LAKE-WRITE",
                    path,
                    "the table cannot be written",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no cause is known"),
                    "check that the folder can be written and that nothing else writes to the lake, then run the"
                            + " command again; what it had committed is kept",
                    e);
        }
    }

    private static Transaction create(Engine engine, String path, StructType schema) {
        var builder = TableManager.buildCreateTableTransaction(path, schema, WRITER);
        // Maintenance gathers statistics of this column only, as appends do.
        return (schema.indexOf(DataFile.KNOWN_AT) < 0
                        ? builder
                        : builder.withTableProperties(Map.of("delta.dataSkippingStatsColumns", DataFile.KNOWN_AT)))
                .build(engine);
    }

    private static DataFileStatus status(DataFile file) {
        Map<Column, Literal> first = Map.of();
        Map<Column, Literal> last = Map.of();
        if (file.known() != null) {
            Column column = new Column(DataFile.KNOWN_AT);
            first = Map.of(column, Literal.ofTimestamp(file.known().first()));
            last = Map.of(column, Literal.ofTimestamp(file.known().last()));
        }
        DataFileStatistics statistics = new DataFileStatistics(file.rows(), first, last, Map.of(), Optional.empty());
        return new DataFileStatus(file.path(), file.size(), file.modifiedAt(), Optional.of(statistics));
    }
}
