using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Rules;

/// <summary>One parameter as it can be changed.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Words">What it is called.</param>
/// <param name="OfPack">The pack's value, in words.</param>
/// <param name="InForce">The value in force, in words.</param>
/// <param name="Value">What stands in its field; empty: the pack's value.</param>
/// <param name="Reason">What stands in the field of the reason.</param>
/// <param name="Kept">Why it differs, who has changed it and when, as it is kept; null: nobody has said.</param>
/// <param name="IsOverridden">Whether the value in force is not the pack's.</param>
/// <param name="Fault">What is wrong with it; empty: nothing.</param>
public sealed record ParameterLine(Parameter Parameter, string Words, string OfPack, string InForce, string Value, string Reason, ReasonEntry? Kept, bool IsOverridden, string Fault)
{
    /// <summary>The words that it can have, each with what it is called; none: it is no choice.</summary>
    public IReadOnlyList<(string Word, string Name)> Choices { get; init; } = [];
}

/// <summary>One clause with its parameters.</summary>
/// <param name="Id">The clause; empty: what the pack says nothing of.</param>
/// <param name="Anchor">Where it stands among the rules.</param>
/// <param name="Text">Its words.</param>
/// <param name="Lines">The parameters.</param>
public sealed record ClauseLine(string Id, string Anchor, string Text, IReadOnlyList<ParameterLine> Lines);

/// <summary>One change in words.</summary>
public sealed record ChangeLine(string Name, string Words, string Before, string After);

/// <summary>The rules of a post, as they are and as somebody wants them.</summary>
/// <param name="Post">The post.</param>
/// <param name="PostName">What people call it.</param>
/// <param name="Pack">The pack of the draft.</param>
/// <param name="PackTitle">Its title.</param>
/// <param name="IsAnotherPack">Whether that is not the one in force.</param>
/// <param name="PackReason">What stands in the field of its reason.</param>
/// <param name="KeptPack">Why it was chosen, as it is kept; null: nobody has said.</param>
/// <param name="Packs">Every pack, to choose from.</param>
/// <param name="Clauses">The clauses that have parameters.</param>
/// <param name="Others">The parameters that the pack says nothing of.</param>
/// <param name="Mark">The mark of the rules as they are.</param>
/// <param name="Changes">What the draft changes.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Conflicts">What fits badly together in it.</param>
/// <param name="Mechanisms">How many clauses of the pack have no parameter.</param>
/// <param name="KeepsSheets">Whether the sheets of the post bind, or are to.</param>
public sealed record PostRulesView(
    string Post, string PostName, string Pack, string PackTitle, bool IsAnotherPack, string PackReason, ReasonEntry? KeptPack, IReadOnlyList<(string Name, string Title)> Packs, IReadOnlyList<ClauseLine> Clauses,
    IReadOnlyList<ParameterLine> Others, string Mark, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<string> Faults, IReadOnlyList<string> Conflicts, int Mechanisms, bool KeepsSheets)
{
    /// <summary>What stands in the field of the reason why sheets bind, or do not.</summary>
    public string SheetsReason { get; init; } = "";

    /// <summary>That reason as it is kept; null: nobody has said.</summary>
    public ReasonEntry? KeptSheets { get; init; }

    /// <summary>What is wrong with it; empty: nothing.</summary>
    public string SheetsFault { get; init; } = "";

    /// <summary>Whether something of it is overridden.</summary>
    public IEnumerable<ParameterLine> Overridden => Clauses.SelectMany(clause => clause.Lines).Concat(Others).Where(line => line.IsOverridden);

    /// <summary>Looks at the rules of a post.</summary>
    public static PostRulesView Of(Language t, RosterModel roster, PostEntry post, RuleDraft draft, RuleEdit edit)
    {
        PackShelf packs = roster.Packs;
        string name = packs.Names.Contains(draft.Pack, StringComparer.Ordinal) ? draft.Pack : post.Pack;
        Pack pack = packs.Get(name, post.Id);
        PolicyParameters inForce = packs.Resolve(post.Pack, post.Parameters, post.Id), ofPack = packs.Resolve(name, new Dictionary<string, string>(StringComparer.Ordinal), post.Id);
        PolicyParameters ofOldPack = packs.Resolve(post.Pack, new Dictionary<string, string>(StringComparer.Ordinal), post.Id);
        var reasons = post.Reasons.ToDictionary(reason => ParameterList.Find(reason.Key)?.Name ?? reason.Key, reason => reason.Value, StringComparer.Ordinal);
        ILookup<string, RuleFault> faults = edit.Faults.ToLookup(fault => fault.Name, StringComparer.Ordinal);
        Dictionary<string, string> clauseOf = pack.Parameters.ToDictionary(parameter => ParameterList.Find(parameter.Key)!.Name, parameter => parameter.Value.Clause, StringComparer.Ordinal);
        ClauseLine[] clauses = [.. pack.Clauses.Select(clause => new ClauseLine(
            clause.Key,
            RulesView.AnchorOf(packs, name, clause.Key),
            clause.Value.Text,
            [.. ParameterList.All.Where(parameter => string.Equals(clauseOf.GetValueOrDefault(parameter.Name), clause.Key, StringComparison.Ordinal)).Select(Line)])).Where(clause => clause.Lines.Count > 0)];
        return new PostRulesView(
            post.Id,
            PostOrder.NameOf(roster, post.Id),
            name,
            pack.Title,
            !string.Equals(name, post.Pack, StringComparison.Ordinal),
            draft.Reasons.GetValueOrDefault(RuleEdit.PackName, ""),
            reasons.GetValueOrDefault(RuleEdit.PackName),
            [.. packs.Names.Select(known => (known, packs.Get(known, known).Title)).OrderBy(known => packs.Get(known.known, known.known).Regulation, StringComparer.Ordinal)],
            clauses,
            [.. ParameterList.All.Where(parameter => !clauseOf.ContainsKey(parameter.Name)).Select(Line)],
            RuleDraft.MarkOf(post),
            [.. edit.Changes.Select(change => Changed(t, packs, change))],
            [.. edit.Faults.Select(fault => $"{NameOf(t, fault.Name)}: {FaultOf(t, fault)}")],
            [.. edit.Conflicts.Select(conflict => t[$"rules.conflict-{conflict}"])],
            pack.Clauses.Count - clauses.Length,
            draft.Sheets ?? post.Sheets)
        {
            SheetsReason = draft.Reasons.GetValueOrDefault(RuleEdit.SheetsName, ""),
            KeptSheets = reasons.GetValueOrDefault(RuleEdit.SheetsName),
            SheetsFault = string.Join(' ', faults[RuleEdit.SheetsName].Select(fault => FaultOf(t, fault))),
        };

        ParameterLine Line(Parameter parameter)
        {
            string ownOfPack = ofPack.Word(parameter.Name), value = draft.Values.GetValueOrDefault(parameter.Name, ownOfPack);
            string[] words = parameter.Words is "" or "HH:mm" or "HH:mm?" or "text" or "checks" ? [] : parameter.Words.Split('|');
            return new ParameterLine(
                parameter,
                RuleWords.OfParameter(t, parameter.Name),
                RuleWords.OfValue(t, parameter, ofPack.Word(parameter.Name)),
                RuleWords.OfValue(t, parameter, inForce.Word(parameter.Name)),
                string.Equals(value, ownOfPack, StringComparison.Ordinal) ? "" : value.Length == 0 ? RulesEndpoint.EmptyWord : value,
                draft.Reasons.GetValueOrDefault(parameter.Name, ""),
                reasons.GetValueOrDefault(parameter.Name),
                !string.Equals(inForce.Word(parameter.Name), ofOldPack.Word(parameter.Name), StringComparison.Ordinal),
                string.Join(' ', faults[parameter.Name].Select(fault => FaultOf(t, fault))))
            {
                Choices = [.. words.Select(word => (word, RuleWords.OfValue(t, parameter, word)))],
            };
        }
    }

    private static ChangeLine Changed(Language t, PackShelf packs, RuleChange change)
    {
        if (change.Name is RuleEdit.SheetsName)
        {
            return new ChangeLine(change.Name, t["rules.sheets"], SheetsWords(t, change.Before is "true"), SheetsWords(t, change.After is "true"));
        }

        if (change.Name is RuleEdit.PackName)
        {
            return new ChangeLine(change.Name, t["rules.pack"], packs.Get(change.Before, "").Title, packs.Get(change.After, "").Title);
        }

        Parameter parameter = ParameterList.Find(change.Name)!;
        return new ChangeLine(change.Name, RuleWords.OfParameter(t, change.Name), RuleWords.OfValue(t, parameter, change.Before), RuleWords.OfValue(t, parameter, change.After));
    }

    private static string NameOf(Language t, string name) => ParameterList.Find(name) is { } parameter ? RuleWords.OfParameter(t, parameter.Name) : name is RuleEdit.PackName ? t["rules.pack"] : name is RuleEdit.SheetsName ? t["rules.sheets"] : name;

    /// <summary>Whether sheets bind, in words.</summary>
    public static string SheetsWords(Language t, bool binds) => t[binds ? "rules.sheets-bind" : "rules.sheets-free"];

    private static string FaultOf(Language t, RuleFault fault) => t[$"rules.fault-{fault.Word}", fault.Values];
}
