package io.daybreak.simulator;

import com.google.errorprone.annotations.Immutable;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/** Deliberate mistakes that the simulator must find. Each changes one method of the product. */
enum Mutation {
    ACKNOWLEDGE_BEFORE_THE_FORCE(
            Names.SEGMENT + "NodeCore", "force", 1, ignoreCall("force", 1, null)),
    THREE_ACKNOWLEDGEMENTS_COUNT_AS_A_QUORUM(
            Names.VOLUME + "GroupState",
            "hasWriteQuorum",
            1,
            (code, element) -> {
                if (element instanceof ConstantInstruction constant
                        && constant.constantValue().equals(4)) {
                    code.iconst_3();
                    return true;
                }
                return false;
            }),
    SKIP_THE_EPOCH_CHECK(
            Names.SEGMENT + "SegmentCore",
            "handle",
            2,
            (code, element) ->
                    ignoreCall("compareTo", 2, 0).apply(code, element)
                            || ignoreCall("equals", 2, 1).apply(code, element)),
    FORGET_THE_TRUNCATION_RANGE(
            Names.SEGMENT + "Truncations",
            "<init>",
            1,
            (code, element) -> {
                if (isCall(element, "copyOf")) {
                    code.pop()
                            .invokestatic(
                                    ConstantDescs.CD_List,
                                    "of",
                                    MethodTypeDesc.of(ConstantDescs.CD_List),
                                    true);
                    return true;
                }
                return false;
            }),
    APPLY_A_RECORD_TWICE(
            Names.SEGMENT + "RecordList",
            "countAbove",
            1,
            (code, element) -> {
                if (element instanceof OperatorInstruction operator
                        && operator.opcode() == Opcode.LCMP) {
                    code.pop2().pop2().iconst_1();
                    return true;
                }
                return false;
            }),
    ACKNOWLEDGE_A_COMMIT_AT_VCL(
            Names.VOLUME + "WriterCore",
            "vdl",
            1,
            (code, element) -> {
                if (element instanceof FieldInstruction field) {
                    code.getfield(
                            ClassDesc.of(Names.VOLUME + "WriterCore"),
                            "vcl",
                            ConstantDescs.CD_long);
                    return field.name().equalsString("vdl");
                }
                return false;
            }),
    DROP_A_GOSSIP_REPLY(
            Names.VOLUME + "GossipCore",
            "onReply",
            1,
            (code, element) -> {
                if (isCall(element, "onLogRange")) {
                    // Three longs, the reply, the core.
                    code.pop2().pop2().pop2().pop().pop();
                    return true;
                }
                return false;
            }),
    COLLECT_GARBAGE_ONE_VERSION_TOO_FAR(
            Names.SEGMENT + "SegmentCore",
            "makeableUpTo",
            1,
            (code, element) -> {
                if (element instanceof FieldInstruction field
                        && field.name().equalsString("minReadPoint")) {
                    code.with(element).lconst_1().ladd();
                    return true;
                }
                return false;
            }),
    SERVE_A_PAGE_WHOSE_CHECKSUM_FAILS(
            Names.SEGMENT + "PageAssembly", "isImageOf", 1, ignoreCall("isSealed", 1, 1)),
    OPEN_A_LOG_ANEW_OVER_PAGES_THAT_NOBODY_FORCED(
            Names.SEGMENT + "NodeCore",
            "settlePages",
            2,
            (code, element) ->
                    ignoreCall("rollBackPages", 1, null).apply(code, element)
                            || ignoreCall("flush", 1, null).apply(code, element)),
    DO_NOT_TELL_SEGMENTS_THAT_THEIR_PAGES_ARE_LOST(
            Names.SEGMENT + "NodeCore", "resetPages", 1, ignoreCall("forEach", 2, null)),
    BELIEVE_IN_IMAGES_THAT_WERE_TAKEN_BACK(
            Names.SEGMENT + "SegmentCore", "pagesRollBack", 1, ignoreCall("forgetImages", 1, null));

    private static final class Names {
        static final String SEGMENT = "io.daybreak.logstorage.segment.";
        static final String VOLUME = "io.daybreak.quorum.volume.";
    }

    /** Puts something else into the place of an instruction. */
    @Immutable
    interface Mistake {
        /** Returns whether it did. */
        boolean apply(CodeBuilder code, CodeElement element);
    }

    final String className;
    final String method;

    /** The mistake is made in the first so many places of the method; there must be as many. */
    final int places;

    final Mistake mistake;

    Mutation(String className, String method, int places, Mistake mistake) {
        this.className = className;
        this.method = method;
        this.places = places;
        this.mistake = mistake;
    }

    private static boolean isCall(CodeElement element, String name) {
        return element instanceof InvokeInstruction call && call.name().equalsString(name);
    }

    /**
     * Leaves a call out.
     *
     * @param operands how many values it would take from the stack, the object included
     * @param result what is used instead of its result; null if it has none
     */
    private static Mistake ignoreCall(String name, int operands, @Nullable Integer result) {
        return (code, element) -> {
            if (!isCall(element, name)) {
                return false;
            }
            for (int i = 0; i < operands; i++) {
                code.pop();
            }
            if (result != null) {
                code.loadConstant(result);
            }
            return true;
        };
    }
}
