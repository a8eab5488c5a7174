package io.gantry.agent.runtime;

/**
 * About the engine.
 *
 * @param version for example 20.10.24
 * @param rootDir where it keeps images and containers
 */
public record EngineInfo(String version, String rootDir) {}
