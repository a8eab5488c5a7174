package io.gantry.cel.library;

import java.util.List;
import java.util.function.Function;

/**
 * A named format of strings.
 *
 * @param errors what is wrong with a string
 * @param regexLength about as long as a regular expression for it would be: what checking costs
 */
public record NamedFormat(String name, Function<String, List<String>> errors, int regexLength) {}
