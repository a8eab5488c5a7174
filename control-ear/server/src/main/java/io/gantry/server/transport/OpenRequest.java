package io.gantry.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers;

/** A request that is being answered. */
record OpenRequest(StreamRequest request, StreamInput input) {

    /**
     * Has a request answered, by a thread of its own.
     *
     * @param headers with a method and a path
     * @param whole whether no body follows
     */
    static OpenRequest begin(
            MessageStream stream, Http2Headers headers, boolean whole, ConnectedClient client, StreamService service) {
        long announced = whole ? 0 : headers.getLong(HttpHeaderNames.CONTENT_LENGTH, -1);
        boolean expectsContinue = headers.contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
        boolean head = HttpMethod.HEAD.asciiName().contentEquals(headers.method());
        StreamInput input = new StreamInput(stream, announced, expectsContinue, whole);
        StreamRequest request = new StreamRequest(headers, client, input, new StreamResponse(stream, head));
        Thread.ofVirtual().name("request").start(() -> service.serve(request.startAsync()));
        return new OpenRequest(request, input);
    }

    /** The client has gone, or wants no answer any more. */
    void leave() {
        input.breakOff();
        request.leave();
    }
}
