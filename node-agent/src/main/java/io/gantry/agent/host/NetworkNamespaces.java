package io.gantry.agent.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Opens connections from inside other network namespaces. A socket belongs to the namespace of the thread that made it and may be
 * used by every thread after: so one short-lived thread enters the namespace, connects, and dies there.
 */
public final class NetworkNamespaces {

    private static final int O_RDONLY = 0;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle SETNS =
            handle("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 1);

    private NetworkNamespaces() {}

    /**
     * Connects to a port of the namespace's own localhost.
     *
     * @param namespace for example {@code /proc/PID/ns/net}
     * @throws ConnectException when nobody listens there
     */
    public static SocketChannel connectLocalhost(Path namespace, int port) throws IOException {
        return connectInside(namespace, () -> connect(port));
    }

    /**
     * Connects to an address as seen from the namespace.
     *
     * @throws ConnectException when nobody listens there
     */
    public static SocketChannel connect(Path namespace, InetAddress address, int port) throws IOException {
        ProtocolFamily family =
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        return connectInside(namespace, () -> connect(family, address.getHostAddress(), port));
    }

    private interface Connecting {
        SocketChannel connect() throws IOException;
    }

    private static SocketChannel connectInside(Path namespace, Connecting connecting) throws IOException {
        CompletableFuture<SocketChannel> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("netns-connect").start(() -> {
            try {
                enter(namespace);
                result.complete(connecting.connect());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        try {
            return connect(StandardProtocolFamily.INET, "127.0.0.1", port);
        } catch (ConnectException e) {
            try {
                return connect(StandardProtocolFamily.INET6, "::1", port);
            } catch (IOException noBetter) {
                throw e;
            }
        }
    }

    private static SocketChannel connect(ProtocolFamily family, String host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(family);
        try {
            channel.connect(new InetSocketAddress(host, port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void enter(Path namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(namespace.toString());
            int descriptor = (int) OPEN.invokeExact(path, O_RDONLY);
            if (descriptor < 0) {
                throw new IOException("cannot open " + namespace);
            }
            int entered = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
            int closed = (int) CLOSE.invokeExact(descriptor);
            if (entered != 0 || closed != 0) {
                throw new IOException("cannot enter " + namespace);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    @SuppressWarnings("restricted") // the jar's manifest allows native access
    private static MethodHandle handle(String function, FunctionDescriptor descriptor, int fixedArguments) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(function);
        return function.equals("open")
                ? LINKER.downcallHandle(symbol, descriptor, Linker.Option.firstVariadicArg(fixedArguments))
                : LINKER.downcallHandle(symbol, descriptor);
    }
}
