package io.gantry.resource;

import java.util.Set;

/**
 * A subresource as discovery shows it.
 *
 * @param name for example {@code status}
 * @param group group of the kind that it reads and writes
 * @param version version of that kind, empty where discovery leaves it out
 * @param kind for example {@code Scale}
 * @param verbs for example get, patch, update
 */
public record Subresource(String name, String group, String version, String kind, Set<String> verbs) {}
