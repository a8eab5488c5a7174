package io.gantry.server.transport;

import io.gantry.server.stream.BreakableResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** A request that anybody may answer, at any time: it holds no thread. */
record StreamContext(StreamRequest request, StreamResponse response) implements AsyncContext, BreakableResponse {

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public ServletResponse getResponse() {
        return response;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return true;
    }

    @Override
    public void complete() {
        response.output().end();
    }

    @Override
    public void breakOff() {
        response.output().breakOff();
    }

    @Override
    public void start(Runnable run) {
        Thread.ofVirtual().start(run);
    }

    /** There is none: who answers knows how long it may take. */
    @Override
    public void setTimeout(long timeout) {
        if (timeout > 0) {
            throw new UnsupportedOperationException("a time limit");
        }
    }

    @Override
    public long getTimeout() {
        return 0;
    }

    @Override
    public void dispatch() {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void dispatch(String path) {
        dispatch();
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        dispatch();
    }

    @Override
    public void addListener(AsyncListener listener) {
        throw new UnsupportedOperationException("listener");
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest given, ServletResponse answer) {
        addListener(listener);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) {
        throw new UnsupportedOperationException("listener");
    }
}
