package io.gantry.agent.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The program of a sandbox: it blocks SIGINT, SIGTERM and SIGCHLD, then waits for one of them for ever; it buries dead children
 * and ends on the other two. Kept as machine code so that a node needs neither a compiler nor a registry. Both texts are the
 * assembled form of
 *
 * <pre>
 *         rt_sigprocmask(SIG_BLOCK, set, 0, 8)
 *   loop: s = rt_sigtimedwait(set, 0, 0, 8)
 *         if s == SIGTERM or s == SIGINT goto end
 *         if s != SIGCHLD goto loop
 *   reap: if wait4(-1, 0, WNOHANG, 0) > 0 goto reap
 *         goto loop
 *   end:  exit(0)
 *   set:  .quad 0x14002        # bit n - 1 stands for signal n: 2, 15 and 17
 * </pre>
 */
final class PauseBinary {

    private static final long LOAD_ADDRESS = 0x400000;
    private static final long PAGE = 0x10000;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int CODE_OFFSET = ELF_HEADER + PROGRAM_HEADER;
    private static final short MACHINE_X86_64 = 62;
    private static final short MACHINE_AARCH64 = 183;

    private static final String X86_64 = """
            b80e00000031ff488d355a00000031d241ba080000000f05b880000000488d3d\
            4400000031f631d241ba080000000f0583f80f742883f802742383f81175d9b8\
            3d00000048c7c7ffffffff31f6ba010000004531d20f0585c07fe4ebbbb83c00\
            000031ff0f0566900240010000000000""";

    private static final String AARCH64 = """
            e81080d2000080d281030010020080d2030180d2010000d4281180d2e0020010\
            010080d2020080d2030180d2010000d41f3c0071c00100541f08007180010054\
            1f440071a1feff54882080d200008092010080d2220080d2030080d2010000d4\
            1f0000712cffff54ecffff17a80b80d2000080d2010000d40240010000000000""";

    private PauseBinary() {}

    /**
     * A static ELF executable.
     *
     * @param architecture the value of {@code os.arch}
     * @throws IllegalArgumentException for an architecture without a program
     */
    static byte[] forArchitecture(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> elf(MACHINE_X86_64, HexFormat.of().parseHex(X86_64));
            case "aarch64", "arm64" -> elf(MACHINE_AARCH64, HexFormat.of().parseHex(AARCH64));
            default -> throw new IllegalArgumentException("no pause program for architecture " + architecture);
        };
    }

    private static byte[] elf(short machine, byte[] code) {
        int size = CODE_OFFSET + code.length;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        // 64 bit, little endian, System V
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        out.putShort((short) 2).putShort(machine).putInt(1);
        out.putLong(LOAD_ADDRESS + CODE_OFFSET).putLong(ELF_HEADER).putLong(0).putInt(0);
        out.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        // one segment: the whole file, readable and executable
        out.putInt(1).putInt(5).putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
        out.putLong(size).putLong(size).putLong(PAGE);
        return out.put(code).array();
    }
}
