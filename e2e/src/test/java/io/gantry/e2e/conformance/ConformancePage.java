package io.gantry.e2e.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page that tells which behaviour of the conformance list is answered by which cases, or why not yet. */
record ConformancePage(
        Path file, String language, String introduction, String heading, String answered, String notYet) {

    private static final String ENGLISH = """
            # Conformance of nodes and storage

            [中文](conformance.zh.md)

            Every behaviour that Kubernetes v1.36 asks of nodes and storage, and the cases that check it on real Docker. The cases
            lie in `e2e/src/test/resources/conformance/cases`; `ConformanceIT` runs them and writes this page with
            `-Dgantry.conformance.write=true`.
            """;

    private static final String CHINESE = """
            # 节点与存储的一致性

            [English](conformance.md)

            Kubernetes v1.36 对节点与存储要求的每一项行为，以及在真实 Docker 上验证它的用例。用例位于
            `e2e/src/test/resources/conformance/cases`；`ConformanceIT` 运行这些用例，并以 `-Dgantry.conformance.write=true` 生成本页。
            """;

    static List<ConformancePage> ofTheProject(Path home) {
        return List.of(
                new ConformancePage(
                        home.resolve("docs/conformance.md"),
                        "en",
                        ENGLISH,
                        "| behaviour | answered by |",
                        "%d of %d are answered.",
                        "**not yet**: "),
                new ConformancePage(
                        home.resolve("docs/conformance.zh.md"),
                        "zh",
                        CHINESE,
                        "| 行为 | 由谁验证 |",
                        "%2$d 项中已验证 %1$d 项。",
                        "**尚未**："));
    }

    String text(List<String> behaviours, Map<String, List<String>> filesOf, Map<String, String> reasons) {
        long count = behaviours.stream().filter(filesOf::containsKey).count();
        StringBuilder text = new StringBuilder(introduction)
                .append('\n')
                .append(answered.formatted(count, behaviours.size()))
                .append('\n');
        behavioursOfAreas(behaviours).forEach((area, ofArea) -> {
            text.append("\n## ").append(area).append("\n\n").append(heading).append("\n|---|---|\n");
            for (String behaviour : ofArea) {
                text.append("| ")
                        .append(cell(behaviour.substring(area.length() + 3)))
                        .append(" | ")
                        .append(answer(behaviour, filesOf, reasons))
                        .append(" |\n");
            }
        });
        return text.toString();
    }

    /** The area of "[sig-node] Pods should ..." is sig-node. */
    private static Map<String, List<String>> behavioursOfAreas(List<String> behaviours) {
        return behaviours.stream()
                .collect(Collectors.groupingBy(
                        name -> name.substring(1, name.indexOf(']')), TreeMap::new, Collectors.toList()));
    }

    private String answer(String behaviour, Map<String, List<String>> filesOf, Map<String, String> reasons) {
        if (filesOf.containsKey(behaviour)) {
            return filesOf.get(behaviour).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        }
        return notYet + cell(reasons.getOrDefault(behaviour, ""));
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
