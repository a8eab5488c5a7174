package io.gantry.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The API is the root of the server. */
@ApplicationPath("/")
public class ApiApplication extends Application {}
