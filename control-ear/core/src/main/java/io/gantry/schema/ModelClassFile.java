package io.gantry.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One generated model class: each field carries its JSON name ({@code SerializedName}) and whether it is required ({@code Nonnull}),
 * its getter the description ({@code ApiModelProperty}), the class the type's description ({@code ApiModel}).
 */
record ModelClassFile(String description, List<Property> properties) {

    private static final String SERIALIZED_NAME = "Lcom/google/gson/annotations/SerializedName;";
    private static final String NONNULL = "Ljakarta/annotation/Nonnull;";
    private static final String PROPERTY = "Lio/swagger/annotations/ApiModelProperty;";
    private static final String MODEL = "Lio/swagger/annotations/ApiModel;";

    /** One JSON field. */
    record Property(String name, Signature type, String description, boolean required) {}

    /** Reads a class file from the class path. */
    static ModelClassFile open(String resource) {
        try (InputStream in =
                Objects.requireNonNull(ModelClassFile.class.getClassLoader().getResourceAsStream(resource), resource)) {
            return parse(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static ModelClassFile parse(ClassModel model) {
        Map<String, String> descriptions = descriptions(model);
        List<Property> properties = new ArrayList<>();
        for (FieldModel field : model.fields()) {
            annotation(field, SERIALIZED_NAME)
                    .map(named -> property(field, text(named, "value"), descriptions))
                    .ifPresent(properties::add);
        }
        String description =
                annotation(model, MODEL).map(a -> text(a, "description")).orElse("");
        return new ModelClassFile(description, properties);
    }

    private static Property property(FieldModel field, String name, Map<String, String> descriptions) {
        Signature type = field.findAttribute(Attributes.signature())
                .map(signature -> signature.asTypeSignature())
                .orElseGet(() -> Signature.of(field.fieldTypeSymbol()));
        // a field whose name is a word of the language is written _default
        String getter = "get" + field.fieldName().stringValue().replaceFirst("^_", "");
        return new Property(
                name,
                type,
                descriptions.getOrDefault(getter.toLowerCase(Locale.ROOT), ""),
                annotation(field, NONNULL).isPresent());
    }

    /** By the getter's name in lower case: the generator's rules for capitals are not worth repeating. */
    private static Map<String, String> descriptions(ClassModel model) {
        Map<String, String> descriptions = new HashMap<>();
        for (MethodModel method : model.methods()) {
            annotation(method, PROPERTY)
                    .ifPresent(a -> descriptions.put(
                            method.methodName().stringValue().toLowerCase(Locale.ROOT), text(a, "value")));
        }
        return descriptions;
    }

    private static Optional<Annotation> annotation(AttributedElement element, String type) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .filter(a -> a.className().equalsString(type))
                .findFirst();
    }

    private static String text(Annotation annotation, String element) {
        for (AnnotationElement candidate : annotation.elements()) {
            if (candidate.name().equalsString(element) && candidate.value() instanceof AnnotationValue.OfString text) {
                return text.stringValue();
            }
        }
        return "";
    }
}
