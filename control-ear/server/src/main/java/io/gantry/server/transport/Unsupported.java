package io.gantry.server.transport;

import java.lang.reflect.Proxy;

/** An object that can do nothing, for wrappers that override what is asked of them. */
final class Unsupported {

    private Unsupported() {}

    static <T> T all(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(Unsupported.class.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
                    throw new UnsupportedOperationException(method.getName() + " of a request");
                }));
    }
}
