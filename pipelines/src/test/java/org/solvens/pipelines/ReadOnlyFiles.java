package org.solvens.pipelines;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/// The files of this machine behind `sealed://`, where nobody may write, as an object store answers whose keys may
/// only read. Tests run as root too, whom permissions of folders do not stop.
public final class ReadOnlyFiles extends RawLocalFileSystem {
    @Override
    public URI getUri() {
        return URI.create("sealed:///");
    }

    @Override
    public String getScheme() {
        return "sealed";
    }

    private static AccessDeniedException refused(Path path) {
        return new AccessDeniedException(path.toString(), null, "403 Forbidden");
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        throw refused(path);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        throw refused(path);
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            Path path,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        throw refused(path);
    }

    @Override
    public FSDataOutputStream append(Path path, int buffer, Progressable progress) throws IOException {
        throw refused(path);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        throw refused(path);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        throw refused(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw refused(from);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        throw refused(path);
    }
}
