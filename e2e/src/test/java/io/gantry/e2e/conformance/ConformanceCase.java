package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * @param file name of the file it is written in
 * @param answers the behaviours that hold when it passes, as the conformance list names them
 * @param parameters values of the words in angle brackets
 */
record ConformanceCase(
        String file, String name, List<String> answers, Map<String, JsonNode> parameters, List<JsonNode> steps) {}
