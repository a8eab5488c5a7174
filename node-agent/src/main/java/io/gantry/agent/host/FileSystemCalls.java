package io.gantry.agent.host;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Two calls of Linux whose answers Java does not show: statvfs(3) for inodes, statx(2) for blocks. Called directly, for a program started for
 * each of them would cost more than all else that an idle agent does.
 */
final class FileSystemCalls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle STATVFS = handle("statvfs", FunctionDescriptor.of(INT, POINTER, POINTER));
    private static final MethodHandle STATX =
            handle("statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER));

    /** Of the C libraries for 64 bits; the fields that are read are the first eight, eight bytes each. */
    private static final long STATVFS_BYTES = 256;

    private static final long STATX_BYTES = 256;
    private static final int CURRENT_DIRECTORY = -100;
    private static final int NO_FOLLOW = 0x100;
    private static final int BASIC_FIELDS = 0x7ff;
    private static final int TYPE_MASK = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final long BLOCK = 512;

    private FileSystemCalls() {}

    /**
     * What lies at a path, a link itself.
     *
     * @param device that it lies on
     * @param bytes that it takes of the disk
     */
    record Entry(long device, long inode, long links, boolean directory, long bytes) {}

    @SuppressWarnings("restricted") // the manifest enables it
    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup()
                        .find(name)
                        .orElseThrow(() -> new IllegalStateException("the C library has no " + name)),
                descriptor);
    }

    static Disk disk(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(STATVFS_BYTES, LONG.byteAlignment());
            check("statvfs", path, (int) STATVFS.invokeExact(arena.allocateFrom(path.toString()), answer));
            long block = answer.getAtIndex(LONG, 1);
            long blocks = answer.getAtIndex(LONG, 2);
            long free = answer.getAtIndex(LONG, 3);
            return new Disk(
                    block * blocks,
                    block * answer.getAtIndex(LONG, 4),
                    block * (blocks - free),
                    answer.getAtIndex(LONG, 5),
                    answer.getAtIndex(LONG, 6));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("statvfs cannot be called", e);
        }
    }

    static Entry entry(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(STATX_BYTES, LONG.byteAlignment());
            check("statx", path, (int) STATX.invokeExact(
                    CURRENT_DIRECTORY, arena.allocateFrom(path.toString()), NO_FOLLOW, BASIC_FIELDS, answer));
            long device = (answer.get(INT, 136) & 0xffffffffL) << 32 | answer.get(INT, 140) & 0xffffffffL;
            int mode = answer.get(ValueLayout.JAVA_SHORT, 28);
            return new Entry(
                    device,
                    answer.get(LONG, 32),
                    answer.get(INT, 16),
                    (mode & TYPE_MASK) == DIRECTORY,
                    answer.get(LONG, 48) * BLOCK);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("statx cannot be called", e);
        }
    }

    private static void check(String call, Path path, int result) throws IOException {
        if (result != 0) {
            throw new IOException(call + " " + path + " failed");
        }
    }
}
