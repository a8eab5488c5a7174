package io.gantry.node.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.TextFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of one small contract, each by replacing a piece of its text. */
class BreakageTest {

    private static final String LANDED = """
            syntax: "proto3" package: "p"
            message_type { name: "M"
              field { name: "a" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "b" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL oneof_index: 0 }
              oneof_decl { name: "choice" }
              reserved_range { start: 5 end: 7 } reserved_name: "old"
              nested_type { name: "N" field { name: "e" number: 1 type: TYPE_ENUM type_name: ".p.E" label: LABEL_REPEATED } }
            }
            enum_type { name: "E" value { name: "ZERO" number: 0 } value { name: "ONE" number: 1 } }
            service { name: "S" method { name: "Do" input_type: ".p.M" output_type: ".p.M" client_streaming: true } }
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            nothing                    | proto3                       | proto3 | ''
            a field more               | oneof_decl                   | field { name: "c" number: 3 type: TYPE_BYTES } oneof_decl | ''
            an enum value more         | value { name: "ONE"          | value { name: "TWO" number: 2 } value { name: "ONE" | ''
            a message more             | enum_type                    | message_type { name: "O" } enum_type | ''
            a method more              | method                       | method { name: "Be" input_type: ".p.M" output_type: ".p.M" } method | ''
            a reservation more         | start: 5 end: 7              | start: 5 end: 9 | ''
            another package            | package: "p"                 | package: "q" | package p, syntax proto3 became package q, syntax proto3
            a field's type             | TYPE_STRING                  | TYPE_BYTES | M 1: optional string a became optional bytes a
            a field's message type     | type_name: ".p.E"            | type_name: ".p.F" | M.N 1: repeated enum .p.E e became repeated enum .p.F e
            a field's label            | type_name: ".p.E" label: LABEL_REPEATED | type_name: ".p.E" label: LABEL_OPTIONAL | M.N 1: repeated enum .p.E e became optional enum .p.E e
            a field's presence         | number: 1 type: TYPE_STRING  | number: 1 proto3_optional: true type: TYPE_STRING | M 1: optional string a became explicit string a
            a field's number           | name: "a" number: 1          | name: "a" number: 4 | M: field a = 1 is gone, and its number and name are not both reserved
            a number for another field | name: "a" number: 1          | name: "c" number: 1 | M 1: optional string a became optional string c
            a field out of its choice  | oneof_index: 0               | proto3_optional: false | M 2: optional int64 b of choice became optional int64 b
            a field into a choice      | TYPE_STRING label: LABEL_OPTIONAL | TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 | M 1: optional string a became optional string a of choice
            a field gone, reserved     | name: "b" number: 2          | name: "c" number: 3 } reserved_range { start: 2 end: 3 } reserved_name: "b" field { name: "d" number: 4 | ''
            a field gone, half reserved| name: "b" number: 2          | name: "c" number: 3 } reserved_range { start: 2 end: 3 } field { name: "d" number: 4 | M: field b = 2 is gone, and its number and name are not both reserved
            a reserved number free     | start: 5 end: 7              | start: 5 end: 6 | M: number 6 is no longer reserved
            a reserved name free       | reserved_name: "old"         | reserved_name: "new" | M: name old is no longer reserved
            an enum value gone         | name: "ONE" number: 1        | name: "ONE" number: 3 | E 1: ONE became nothing
            an enum value renamed      | name: "ONE" number: 1        | name: "EINS" number: 1 | E 1: ONE became EINS
            an enum gone               | enum_type { name: "E"        | enum_type { name: "F" | E 0: ZERO became nothing; E 1: ONE became nothing
            a method gone              | name: "Do"                   | name: "Be" | S Do: stream .p.M returns .p.M became nothing
            a method's answer          | output_type: ".p.M"          | output_type: ".p.O" | S Do: stream .p.M returns .p.M became stream .p.M returns .p.O
            a method's streaming       | client_streaming             | server_streaming | S Do: stream .p.M returns .p.M became .p.M returns stream .p.M
            a service gone             | service { name: "S"          | service { name: "T" | S Do: stream .p.M returns .p.M became nothing
            """)
    void whatCannotMeetIsNamed(String change, String piece, String replacement, String breakages)
            throws TextFormat.ParseException {
        assertThat(LANDED).contains(piece);
        Contract present = contract(LANDED.replace(piece, replacement));
        assertThat(String.join("; ", Breakage.between(contract(LANDED), present)))
                .isEqualTo(breakages);
    }

    private static Contract contract(String text) throws TextFormat.ParseException {
        return Contract.of(TextFormat.parse(text, FileDescriptorProto.class));
    }
}
