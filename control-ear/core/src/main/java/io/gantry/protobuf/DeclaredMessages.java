package io.gantry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages that the published library lacks, as {@code messages.txt} has them. */
final class DeclaredMessages {

    private static final Map<String, String> PACKAGES = Map.of(
            "core", "k8s.io.api.core.v1",
            "meta", "k8s.io.apimachinery.pkg.apis.meta.v1",
            "quantity", "k8s.io.apimachinery.pkg.api.resource",
            "runtime", "k8s.io.apimachinery.pkg.runtime");
    private static final Map<String, Type> SCALARS = Map.of(
            "bool", Type.TYPE_BOOL,
            "bytes", Type.TYPE_BYTES,
            "int32", Type.TYPE_INT32,
            "int64", Type.TYPE_INT64,
            "string", Type.TYPE_STRING);
    private static final FileDescriptor[] USED = {
        Meta.getDescriptor(), Resource.getDescriptor(), Runtime.getDescriptor(), V1.getDescriptor()
    };
    private static final String LIST = "[]";
    private static final String MAP = "map[]";

    private static final Map<String, FileDescriptor> FILES = read();

    private final String name;

    private DeclaredMessages(String name) {
        this.name = name;
    }

    static Optional<FileDescriptor> find(String apiVersion) {
        return Optional.ofNullable(FILES.get(apiVersion));
    }

    private static Map<String, FileDescriptor> read() {
        Map<String, FileDescriptorProto.Builder> files = new HashMap<>();
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
        for (String line : lines()) {
            String[] words = line.split(" ");
            if (line.startsWith("package ")) {
                file = FileDescriptorProto.newBuilder().setName(words[2]).setPackage(words[2]);
                files.put(words[1], file);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                file.addMessageType(new DeclaredMessages(file.getPackage()).message(words));
            }
        }
        return files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, declared -> built(declared.getValue())));
    }

    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DeclaredMessages.class.getResourceAsStream("messages.txt")),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileDescriptor built(FileDescriptorProto.Builder file) {
        for (FileDescriptor used : USED) {
            file.addDependency(used.getName());
        }
        try {
            return FileDescriptor.buildFrom(file.build(), USED);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param words its name, then {@code FIELD=NUMBER:TYPE} */
    private DescriptorProto.Builder message(String[] words) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(words[0]);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            int colon = words[i].indexOf(':');
            String field = words[i].substring(0, equals);
            int number = Integer.parseInt(words[i].substring(equals + 1, colon));
            addField(message, field, number, words[i].substring(colon + 1));
        }
        return message;
    }

    private void addField(DescriptorProto.Builder message, String field, int number, String type) {
        if (type.startsWith(MAP)) {
            String entry = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1) + "Entry";
            message.addNestedType(DescriptorProto.newBuilder()
                    .setName(entry)
                    .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                    .addField(field("key", 1, "string"))
                    .addField(field("value", 2, type.substring(MAP.length()))));
            message.addField(
                    field(field, number, message.getName() + "." + entry).setLabel(Label.LABEL_REPEATED));
        } else if (type.startsWith(LIST)) {
            message.addField(field(field, number, type.substring(LIST.length())).setLabel(Label.LABEL_REPEATED));
        } else {
            message.addField(field(field, number, type));
        }
    }

    private FieldDescriptorProto.Builder field(String field, int number, String type) {
        FieldDescriptorProto.Builder builder = FieldDescriptorProto.newBuilder()
                .setName(field)
                .setNumber(number)
                .setLabel(Label.LABEL_OPTIONAL);
        if (SCALARS.containsKey(type)) {
            return builder.setType(SCALARS.get(type));
        }
        int dot = type.indexOf('.');
        String foreign = dot < 0 ? null : PACKAGES.get(type.substring(0, dot));
        String full = foreign == null ? name + "." + type : foreign + type.substring(dot);
        return builder.setType(Type.TYPE_MESSAGE).setTypeName("." + full);
    }
}
