using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace DutyKiosk.Conventions.Tests.Metadata;

/// <summary>Reads the instructions of a method body.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OpCode> ByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Each instruction with its metadata token, 0 where it has none.</summary>
    public static IEnumerable<(OpCode Code, int Token)> Read(BlobReader body)
    {
        List<(OpCode Code, int Token)> instructions = [];
        while (body.RemainingBytes > 0)
        {
            int value = body.ReadByte();
            if (value == 0xFE)
            {
                value = 0xFE00 | body.ReadByte();
            }

            OpCode code = ByValue[value];
            int token = 0;
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    body.ReadByte();
                    break;
                case OperandType.InlineVar:
                    body.ReadInt16();
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    body.ReadInt64();
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    token = body.ReadInt32();
                    break;
                case OperandType.InlineSwitch:
                    int count = body.ReadInt32();
                    body.Offset += count * sizeof(int);
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR:
                    body.ReadInt32();
                    break;
                default:
                    throw new NotSupportedException(code.Name + " has an operand of an unknown kind.");
            }

            instructions.Add((code, token));
        }

        return instructions;
    }
}
