package io.gantry.server;

import jakarta.servlet.*;
import jakarta.servlet.annotation.WebFilter;
import java.io.IOException;

@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter implements Filter {
    record Exchange(ServletRequest request, ServletResponse response) {}
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        request.setAttribute("gantry.exchange", new Exchange(request, response));
        chain.doFilter(request, response);
        if (request.getAttribute("gantry.watch") != null) {
            AsyncContext async = request.startAsync(request, response);
            async.setTimeout(0);
            response.flushBuffer();
            Thread.ofVirtual().start(() -> {
                try {
                    var out = async.getResponse().getOutputStream();
                    for (int i = 0; i < 5; i++) {
                        Thread.sleep(1000);
                        out.write(("line " + i + "\n").getBytes());
                        async.getResponse().flushBuffer();
                    }
                    async.complete();
                } catch (Exception e) {
                    e.printStackTrace();
                }
            });
        }
    }
}
