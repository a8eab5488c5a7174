package io.gantry.node.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what a sender or receiver of the landed contract and one of the present contract would understand differently (proto/README.md). */
final class Breakage {

    private final Contract landed;
    private final Contract present;
    private final List<String> found = new ArrayList<>();

    private Breakage(Contract landed, Contract present) {
        this.landed = landed;
        this.present = present;
    }

    /** One line for each; empty when the two may meet. */
    static List<String> between(Contract landed, Contract present) {
        Breakage breakage = new Breakage(landed, present);
        if (!landed.header().equals(present.header())) {
            breakage.found.add(landed.header() + " became " + present.header());
        }
        // a message that is gone was named by fields or methods that are gone or changed: those tell
        landed.messages()
                .forEach((name, message) -> Optional.ofNullable(
                                present.messages().get(name))
                        .ifPresent(now -> breakage.message(name, message, now)));
        landed.enums().forEach(breakage::enumeration);
        landed.services().forEach(breakage::service);
        return breakage.found;
    }

    private void message(String name, DescriptorProto before, DescriptorProto now) {
        Map<Integer, FieldDescriptorProto> fields = now.getFieldList().stream()
                .collect(Collectors.toMap(FieldDescriptorProto::getNumber, Function.identity()));
        for (FieldDescriptorProto field : before.getFieldList()) {
            FieldDescriptorProto kept = fields.get(field.getNumber());
            if (kept == null) {
                removed(name, field, now);
            } else {
                same(name + " " + field.getNumber(), described(field, before), described(kept, now));
            }
        }
        for (ReservedRange range : before.getReservedRangeList()) {
            for (int number = range.getStart(); number < range.getEnd(); number++) {
                if (!isReserved(number, now)) {
                    found.add(name + ": number " + number + " is no longer reserved");
                }
            }
        }
        for (String reserved : before.getReservedNameList()) {
            if (!now.getReservedNameList().contains(reserved)) {
                found.add(name + ": name " + reserved + " is no longer reserved");
            }
        }
    }

    private void removed(String message, FieldDescriptorProto field, DescriptorProto now) {
        if (!isReserved(field.getNumber(), now) || !now.getReservedNameList().contains(field.getName())) {
            found.add(message + ": field " + field.getName() + " = " + field.getNumber()
                    + " is gone, and its number and name are not both reserved");
        }
    }

    private static boolean isReserved(int number, DescriptorProto message) {
        return message.getReservedRangeList().stream()
                .anyMatch(range -> range.getStart() <= number && number < range.getEnd());
    }

    /** All of a field that another version must find again. */
    private static String described(FieldDescriptorProto field, DescriptorProto message) {
        String type = field.getType().name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT);
        String label = field.getProto3Optional()
                ? "explicit"
                : field.getLabel().name().substring("LABEL_".length()).toLowerCase(java.util.Locale.ROOT);
        String choice = field.hasOneofIndex() && !field.getProto3Optional()
                ? " of " + message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
        return (label + " " + type + " " + field.getTypeName()).strip() + " " + field.getName() + choice;
    }

    private void enumeration(String name, EnumDescriptorProto before) {
        Map<Integer, String> values = Optional.ofNullable(present.enums().get(name)).stream()
                .flatMap(now -> now.getValueList().stream())
                .collect(Collectors.toMap(
                        EnumValueDescriptorProto::getNumber, EnumValueDescriptorProto::getName, (one, alias) -> one));
        for (EnumValueDescriptorProto value : before.getValueList()) {
            same(name + " " + value.getNumber(), value.getName(), values.getOrDefault(value.getNumber(), "nothing"));
        }
    }

    private void service(String name, ServiceDescriptorProto before) {
        Map<String, String> methods = Optional.ofNullable(present.services().get(name)).stream()
                .flatMap(now -> now.getMethodList().stream())
                .collect(Collectors.toMap(MethodDescriptorProto::getName, Breakage::described));
        for (MethodDescriptorProto method : before.getMethodList()) {
            same(name + " " + method.getName(), described(method), methods.getOrDefault(method.getName(), "nothing"));
        }
    }

    private static String described(MethodDescriptorProto method) {
        return (method.getClientStreaming() ? "stream " : "") + method.getInputType() + " returns "
                + (method.getServerStreaming() ? "stream " : "") + method.getOutputType();
    }

    private void same(String what, String before, String now) {
        if (!before.equals(now)) {
            found.add(what + ": " + before + " became " + now);
        }
    }
}
