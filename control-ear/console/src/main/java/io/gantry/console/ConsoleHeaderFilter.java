package io.gantry.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives every file of the console its headers. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ConsoleHeaderFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // that a file is missing is not to be remembered for a year
        boolean exists = request.getServletContext().getResource(path) != null;
        ConsoleHeaders.of(exists ? path : "/").forEach(response::setHeader);
        chain.doFilter(request, response);
    }
}
