package io.gantry.server.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client whose request has left its thread, with what was answered. */
final class FakeClient {

    private interface Request extends HttpServletRequest, LeavingClient {}

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final CountDownLatch completed = new CountDownLatch(1);
    private volatile boolean committed;
    private volatile int status;

    AsyncContext async() {
        return fake(AsyncContext.class, (method, arguments) -> switch (method) {
            case "getRequest" -> request();
            case "getResponse" -> response();
            case "complete" -> {
                completed.countDown();
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private HttpServletRequest request() {
        return fake(Request.class, (method, arguments) -> switch (method) {
            case "onLeave" -> {
                left.thenRun((Runnable) arguments[0]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (method, arguments) -> switch (method) {
            case "isCommitted" -> committed;
            case "getOutputStream" -> output();
            case "setStatus" -> {
                status = (int) arguments[0];
                yield null;
            }
            case "flushBuffer" -> {
                committed = true;
                yield null;
            }
            case "setContentType", "setHeader", "addHeader", "resetBuffer", "setContentLength" -> null;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public void write(int one) {
                body.write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException("setWriteListener");
            }
        };
    }

    private interface Behaviour {
        Object call(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (Object _, Method method, Object[] arguments) -> behaviour.call(method.getName(), arguments)));
    }

    void leave() {
        left.complete(null);
    }

    boolean isAnswered() {
        return completed.getCount() == 0;
    }

    FakeClient awaitEnd() throws InterruptedException {
        if (!completed.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the answer does not end");
        }
        return this;
    }

    /** Status and body of what was answered. */
    String answer() {
        return status + " " + body.toString(StandardCharsets.UTF_8);
    }
}
