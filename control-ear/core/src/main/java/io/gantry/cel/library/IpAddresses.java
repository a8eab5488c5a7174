package io.gantry.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/** IP addresses and blocks of them. */
final class IpAddresses {

    private static final CelType STRING = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;

    static final List<Overload> OVERLOADS = List.of(
            Overload.global(
                    "ip",
                    "string_to_ip",
                    KubernetesTypes.IP,
                    arguments -> IpValue.parse((String) arguments[0]),
                    STRING),
            Overload.global("isIP", "is_ip", BOOL, arguments -> IpValue.isIp((String) arguments[0]), STRING),
            Overload.global(
                    "ip.isCanonical",
                    "ip_is_canonical",
                    BOOL,
                    arguments -> IpValue.parse((String) arguments[0]).toString().equals(arguments[0]),
                    STRING),
            Overload.global("string", "ip_to_string", STRING, arguments -> arguments[0].toString(), KubernetesTypes.IP),
            Overload.member(
                    "family",
                    "ip_family",
                    SimpleType.INT,
                    arguments -> ((IpValue) arguments[0]).bits() == 32 ? 4L : 6L,
                    KubernetesTypes.IP),
            is("isUnspecified", "ip_is_unspecified", InetAddress::isAnyLocalAddress),
            is("isLoopback", "ip_is_loopback", InetAddress::isLoopbackAddress),
            is("isLinkLocalMulticast", "ip_is_link_local_multicast", IpAddresses::isLinkLocalMulticast),
            is("isLinkLocalUnicast", "ip_is_link_local_unicast", InetAddress::isLinkLocalAddress),
            is("isGlobalUnicast", "ip_is_global_unicast", IpAddresses::isGlobalUnicast),
            Overload.global(
                    "cidr",
                    "string_to_cidr",
                    KubernetesTypes.CIDR,
                    arguments -> Cidr.parse((String) arguments[0]),
                    STRING),
            Overload.global("isCIDR", "is_cidr", BOOL, arguments -> Cidr.isCidr((String) arguments[0]), STRING),
            Overload.global(
                    "string", "cidr_to_string", STRING, arguments -> arguments[0].toString(), KubernetesTypes.CIDR),
            Overload.member(
                    "containsIP",
                    "cidr_contains_ip_string",
                    BOOL,
                    arguments -> ((Cidr) arguments[0]).contains(IpValue.parse((String) arguments[1])),
                    KubernetesTypes.CIDR,
                    STRING),
            Overload.member(
                    "containsIP",
                    "cidr_contains_ip_ip",
                    BOOL,
                    arguments -> ((Cidr) arguments[0]).contains((IpValue) arguments[1]),
                    KubernetesTypes.CIDR,
                    KubernetesTypes.IP),
            Overload.member(
                    "containsCIDR",
                    "cidr_contains_cidr_string",
                    BOOL,
                    arguments -> ((Cidr) arguments[0]).contains(Cidr.parse((String) arguments[1])),
                    KubernetesTypes.CIDR,
                    STRING),
            Overload.member(
                    "containsCIDR",
                    "cidr_contains_cidr",
                    BOOL,
                    arguments -> ((Cidr) arguments[0]).contains((Cidr) arguments[1]),
                    KubernetesTypes.CIDR,
                    KubernetesTypes.CIDR),
            Overload.member(
                    "ip", "cidr_ip", KubernetesTypes.IP, arguments -> ((Cidr) arguments[0]).ip(), KubernetesTypes.CIDR),
            Overload.member(
                    "prefixLength",
                    "cidr_prefix_length",
                    SimpleType.INT,
                    arguments -> (long) ((Cidr) arguments[0]).prefix(),
                    KubernetesTypes.CIDR),
            Overload.member(
                    "masked",
                    "cidr_masked",
                    KubernetesTypes.CIDR,
                    arguments -> ((Cidr) arguments[0]).masked(),
                    KubernetesTypes.CIDR));

    private IpAddresses() {}

    private static Overload is(String function, String id, Predicate<InetAddress> test) {
        return Overload.member(
                function, id, BOOL, arguments -> test.test(((IpValue) arguments[0]).address()), KubernetesTypes.IP);
    }

    private static boolean isLinkLocalMulticast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0 : address.isMCLinkLocal();
    }

    private static boolean isGlobalUnicast(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean broadcast = bytes.length == 4 && bytes[0] == -1 && bytes[1] == -1 && bytes[2] == -1 && bytes[3] == -1;
        return !broadcast
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }
}
