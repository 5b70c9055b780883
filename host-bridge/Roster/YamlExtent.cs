using System.Collections.Generic;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Bounds what a YAML text says when every alias in it is written out. A list that is named once and meant ten thousand times is short in the file and long
/// in the log, which keeps a roster as it was meant.
/// </summary>
internal static class YamlExtent
{
    // Whoever uses aliases to write less has at most so many times as much to say; below the least nobody is asked.
    private const long Times = 4;
    private const long Least = 64 * 1024;

    // Nothing that is read lies so deep, and what does takes the parser longer with every level.
    private const int Deepest = 64;

    /// <summary>Refuses a text that means far more than it holds, or lies deeper than anything that is read.</summary>
    /// <exception cref="YamlException">It does, or it is no YAML.</exception>
    internal static void Check(string text)
    {
        // Of what is named the extent, and of what is open where its beginning stood.
        var extents = new Dictionary<AnchorName, long>();
        var open = new Stack<(AnchorName Anchor, long Begin)>();
        long most = (text.Length * Times) + Least, meant = 0;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    meant += 1 + extents.GetValueOrDefault(alias.Value);
                    break;
                case Scalar scalar:
                    meant += 1 + scalar.Value.Length;
                    Name(scalar.Anchor, 1 + scalar.Value.Length);
                    break;
                case NodeEvent begun:
                    meant++;
                    open.Push((begun.Anchor, meant));
                    if (open.Count > Deepest)
                    {
                        throw new YamlException(begun.Start, begun.End, "it lies too deep within other things: take the brackets away.");
                    }

                    break;
                case SequenceEnd or MappingEnd:
                    (AnchorName anchor, long begin) = open.Pop();
                    Name(anchor, meant - begin);
                    break;
            }

            if (meant > most)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "with its aliases written out it is far longer than the file: write it out, or use a rotation.");
            }
        }

        void Name(AnchorName anchor, long extent)
        {
            if (!anchor.IsEmpty)
            {
                extents[anchor] = extent;
            }
        }
    }
}
