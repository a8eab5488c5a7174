package io.gantry.openapi;

import java.util.ArrayList;
import java.util.List;

/**
 * A parameter of a request.
 *
 * @param in {@code query} or {@code path}
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
record Parameter(String name, String in, String type, String description) {

    static final Parameter NAME = path("name", "name of the object");
    static final Parameter NAMESPACE = path("namespace", "namespace of the object");
    static final Parameter PATH = path("path", "path of the proxied request");
    static final Parameter PRETTY = text("pretty", "'true' asks for indented output");

    /** Of requests that change something. */
    static final List<Parameter> WRITE = List.of(
            text("dryRun", "'All' runs every check and changes nothing"),
            text("fieldManager", "name of the actor that makes the change, at most 128 printable characters"),
            text(
                    "fieldValidation",
                    "what becomes of unknown and duplicate fields: Ignore drops them, Warn (the default) drops them with a"
                            + " warning, Strict refuses the request"));

    static final List<Parameter> PATCH = join(WRITE, flag("force", "whether an apply takes over fields of others"));

    /** Of requests that delete one object. */
    static final List<Parameter> DELETE = List.of(
            text("dryRun", "'All' runs every check and changes nothing"),
            number("gracePeriodSeconds", "seconds until the object is removed; 0 removes at once"),
            flag(
                    "ignoreStoreReadErrorWithClusterBreakingPotential",
                    "whether to remove an object that can no longer be read"),
            flag("orphanDependents", "deprecated: use propagationPolicy"),
            text("propagationPolicy", "what becomes of dependents: Orphan, Background or Foreground"));

    static final List<Parameter> LIST = List.of(
            flag("allowWatchBookmarks", "whether a watch may send events of type BOOKMARK"),
            text("continue", "token of the previous page"),
            text("fieldSelector", "restricts the list of returned objects by their fields"),
            text("labelSelector", "restricts the list of returned objects by their labels"),
            number("limit", "how many objects a page holds"),
            text("resourceVersion", "revision that the answer is to reflect"),
            text("resourceVersionMatch", "how resourceVersion is meant: NotOlderThan or Exact"),
            flag("sendInitialEvents", "whether a watch starts with the present objects"),
            text(
                    "shardSelector",
                    "of no effect: what upstream selects ranges of objects with, once its feature is enabled"),
            number("timeoutSeconds", "how long a watch may last"),
            flag("watch", "Watch for changes to the described resources and get them as they happen"));

    static final List<Parameter> DELETE_COLLECTION = deleteCollection();

    static final List<Parameter> LOG = List.of(
            text("container", "which container's log"),
            flag("follow", "sends new lines as they are written"),
            flag("insecureSkipTLSVerifyBackend", "whether the node's certificate goes unchecked"),
            number("limitBytes", "how many bytes at most"),
            flag("previous", "the log of the container before its restart"),
            number("sinceSeconds", "lines of the last seconds only"),
            text("stream", "All, Stdout or Stderr"),
            number("tailLines", "the last lines only"),
            flag("timestamps", "puts the time before each line"));

    private static final List<Parameter> STREAMS = List.of(
            text("container", "which container"),
            flag("stderr", "whether to send standard error"),
            flag("stdin", "whether to take standard input"),
            flag("stdout", "whether to send standard output"),
            flag("tty", "whether the streams belong to a terminal"));

    /** Of a connection, by the kind of its options. */
    static List<Parameter> ofConnection(String optionsKind) {
        return switch (optionsKind) {
            case "PodExecOptions" -> join(STREAMS, text("command", "the command; once more for each of its arguments"));
            case "PodAttachOptions" -> STREAMS;
            case "PodPortForwardOptions" -> List.of(number("ports", "ports to forward"));
            default -> List.of(text("path", "path of the proxied request"));
        };
    }

    private static List<Parameter> deleteCollection() {
        List<Parameter> all = new ArrayList<>(DELETE);
        LIST.stream()
                .filter(p -> !p.name().equals("watch") && !p.name().startsWith("allow"))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static List<Parameter> join(List<Parameter> list, Parameter last) {
        List<Parameter> all = new ArrayList<>(list);
        all.add(last);
        return List.copyOf(all);
    }

    private static Parameter path(String name, String description) {
        return new Parameter(name, "path", "string", description);
    }

    private static Parameter text(String name, String description) {
        return new Parameter(name, "query", "string", description);
    }

    private static Parameter number(String name, String description) {
        return new Parameter(name, "query", "integer", description);
    }

    private static Parameter flag(String name, String description) {
        return new Parameter(name, "query", "boolean", description);
    }
}
