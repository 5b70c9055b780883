using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>What somebody wants the rules of a post to be.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Values">The values that differ from the pack's, by the parameter's name.</param>
/// <param name="Reasons">Why, by the parameter's name; why another pack under <c>pack</c>.</param>
public sealed record RuleDraft(string Pack, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>Whether the handover sheets are to bind; null: as they do.</summary>
    public bool? Sheets { get; init; }

    /// <summary>The rules as they are.</summary>
    public static RuleDraft Of(PostEntry post)
    {
        // People write a parameter by any of its names, or several as one.
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in post.Parameters.SelectMany(given => ParameterList.Spread(given.Key, given.Value)))
        {
            Parameter? parameter = ParameterList.Find(name);
            string bare = value.Trim();
            values[parameter?.Name ?? name] = (parameter?.Words, bare) switch { ("true|false", "on" or "yes") => "true", ("true|false", "off" or "no") => "false", _ => bare };
        }

        return new RuleDraft(post.Pack, values, post.Reasons.ToDictionary(reason => ParameterList.Find(reason.Key)?.Name ?? reason.Key, reason => reason.Value.Why, StringComparer.Ordinal));
    }

    /// <summary>The mark of the rules of a post, by which it is seen that somebody else has changed them meanwhile.</summary>
    public static string MarkOf(PostEntry post) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(post)))[..16];
}

/// <summary>One parameter that would be another.</summary>
/// <param name="Name">Its name; <c>pack</c> for the pack.</param>
/// <param name="Before">What it is.</param>
/// <param name="After">What it would be.</param>
public sealed record RuleChange(string Name, string Before, string After);

/// <summary>What is wrong with a draft.</summary>
/// <param name="Name">The parameter; <c>pack</c> for the pack.</param>
/// <param name="Word">What is wrong: <c>number</c>, <c>time</c>, <c>time-or-empty</c>, <c>word</c>, <c>text</c>, <c>checks</c>, <c>reason</c>, <c>reason-long</c>, <c>pack</c>.</param>
/// <param name="Values">What the words for it have places for.</param>
public sealed record RuleFault(string Name, string Word, params object[] Values);

/// <summary>A draft beside the rules that are in force.</summary>
/// <param name="Changes">What would be another.</param>
/// <param name="Faults">What must be mended first.</param>
/// <param name="Conflicts">What fits badly together, and did not before: words behind <c>rules.conflict-</c>.</param>
/// <param name="Post">The post as it would be; null: there are faults.</param>
public sealed record RuleEdit(IReadOnlyList<RuleChange> Changes, IReadOnlyList<RuleFault> Faults, IReadOnlyList<string> Conflicts, PostEntry? Post)
{
    /// <summary>The name under which the reason of another pack stands.</summary>
    public const string PackName = "pack";

    /// <summary>The name of the switch by which sheets bind, and of its reason.</summary>
    public const string SheetsName = "sheets";

    /// <summary>The longest reason.</summary>
    public const int LongestReason = 200;

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Looks at a draft.</summary>
    /// <param name="packs">The packs.</param>
    /// <param name="post">The post as it is.</param>
    /// <param name="draft">What is wanted.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="at">When, in civil time.</param>
    public static RuleEdit Of(PackShelf packs, PostEntry post, RuleDraft draft, string by, string at)
    {
        if (!packs.Names.Contains(draft.Pack, StringComparer.Ordinal))
        {
            return new RuleEdit([], [new RuleFault(PackName, "pack")], [], null);
        }

        RuleFault[] wrong = [.. draft.Values.Select(value => FaultOf(value.Key, value.Value)).OfType<RuleFault>()];
        if (wrong.Length > 0)
        {
            return new RuleEdit([], wrong, [], null);
        }

        PolicyParameters before = packs.Resolve(post.Pack, post.Parameters, post.Id), ofPack = packs.Resolve(draft.Pack, Nothing, post.Id);
        Dictionary<string, string> overrides = draft.Values.Where(value => !string.Equals(ofPack.Word(value.Key), value.Value, StringComparison.Ordinal)).ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);
        PolicyParameters after = packs.Resolve(draft.Pack, overrides, post.Id);
        bool anotherPack = !string.Equals(post.Pack, draft.Pack, StringComparison.Ordinal);
        bool keepsSheets = draft.Sheets ?? post.Sheets, switches = keepsSheets != post.Sheets;
        RuleChange[] changes =
        [
            .. anotherPack ? [new RuleChange(PackName, post.Pack, draft.Pack)] : Array.Empty<RuleChange>(),
            .. switches ? [new RuleChange(SheetsName, post.Sheets ? "true" : "false", keepsSheets ? "true" : "false")] : Array.Empty<RuleChange>(),
            .. ParameterList.All.Where(parameter => !string.Equals(before.Word(parameter.Name), after.Word(parameter.Name), StringComparison.Ordinal)).Select(parameter => new RuleChange(parameter.Name, before.Word(parameter.Name), after.Word(parameter.Name))),
        ];
        var was = RuleDraft.Of(post);
        string[] explained = [.. overrides.Where(value => !string.Equals(was.Values.GetValueOrDefault(value.Key), value.Value, StringComparison.Ordinal)).Select(value => value.Key).Concat(anotherPack ? [PackName] : []).Concat(switches ? [SheetsName] : [])];
        RuleFault[] faults =
        [
            .. explained.Where(name => string.IsNullOrWhiteSpace(draft.Reasons.GetValueOrDefault(name)) || (name is not SheetsName && !anotherPack && IsOld(was, overrides, draft, name))).Select(name => new RuleFault(name, "reason")),
            .. draft.Reasons.Where(reason => reason.Value.Length > LongestReason).Select(reason => new RuleFault(reason.Key, "reason-long", LongestReason)),
        ];
        string[] conflicts = [.. ConflictsOf(after).Except(ConflictsOf(before), StringComparer.Ordinal), .. keepsSheets && after.Sheet.Sections.Count == 0 ? ["no-sheet"] : Array.Empty<string>()];
        return new RuleEdit(changes, faults, conflicts, faults.Length > 0 ? null : Changed(post, draft, overrides, explained, by, at));
    }

    /// <summary>What fits badly together.</summary>
    public static IEnumerable<string> ConflictsOf(PolicyParameters policy)
    {
        bool meal = policy.Word("mealFrom").Length > 0, mealEnds = policy.Word("mealTo").Length > 0;
        bool measures = policy.Number("awayLimitMin") > 0 || policy.Number("awayAllowanceMin") > 0 || meal;
        int cap = policy.Number("fineCapYuan"), highest = new[] { "lateFineYuan", "earlyFineYuan", "unattendedFineYuan", "noReminderFineYuan" }.Max(policy.Number);
        (string Word, bool Is)[] looked =
        [
            ("ladder", policy.Number("lateMin") < policy.Number("dueMin") || policy.Number("supervisorMin") < policy.Number("lateMin")),
            ("missed", policy.Number("missedAfterMin") <= policy.Number("supervisorMin")),
            ("window", policy.Number("windowMin") == 0),
            ("pairing", policy.Number("windowMin") > 0 && policy.Number("pairingTimeS") > policy.Number("windowMin") * 60),
            ("grace", policy.Number("graceMin") > 0 && policy.Number("requiredLeadMin") > 0 && policy.Number("graceMin") > policy.Number("requiredLeadMin")),
            ("hasty", policy.Number("requiredLeadMin") > 0 && policy.Number("shortestOverlapMin") > policy.Number("requiredLeadMin") + policy.Number("lateMin")),
            ("coming", policy.Number("comingMin") < policy.Number("requiredLeadMin")),
            ("meal", meal != mealEnds),
            ("away-off", measures && !policy.Flag("away")),
            ("cap", cap > 0 && cap < highest),
            ("daily-log", policy.Word("dailyLogFrom").Length > 0 != policy.Word("dailyLogTo").Length > 0),
        ];
        return looked.Where(look => look.Is).Select(look => look.Word);
    }

    // The reason of another value than this one is none of this.
    private static bool IsOld(RuleDraft was, Dictionary<string, string> overrides, RuleDraft draft, string name)
    {
        return was.Values.ContainsKey(name) && overrides.ContainsKey(name) && was.Reasons.TryGetValue(name, out string? why) && string.Equals(why, draft.Reasons.GetValueOrDefault(name)?.Trim(), StringComparison.Ordinal);
    }

    private static RuleFault? FaultOf(string name, string value)
    {
        if (ParameterList.Find(name) is not { } parameter)
        {
            return new RuleFault(name, "unknown");
        }

        return ParameterList.Fault(parameter, value) == null ? null : parameter.Words switch
        {
            "HH:mm" => new RuleFault(parameter.Name, "time"),
            "HH:mm?" => new RuleFault(parameter.Name, "time-or-empty"),
            "text" => new RuleFault(parameter.Name, "text", LongestReason),
            "checks" => new RuleFault(parameter.Name, "checks"),
            "" => new RuleFault(parameter.Name, "number", parameter.Least, parameter.Most),
            _ => new RuleFault(parameter.Name, "word", parameter.Words.Replace("|", ", ", StringComparison.Ordinal)),
        };
    }

    private static PostEntry Changed(PostEntry post, RuleDraft draft, Dictionary<string, string> overrides, string[] explained, string by, string at)
    {
        var reasons = new Dictionary<string, ReasonEntry>(StringComparer.Ordinal);
        var old = post.Reasons.ToDictionary(reason => ParameterList.Find(reason.Key)?.Name ?? reason.Key, reason => reason.Value, StringComparer.Ordinal);
        foreach (string name in overrides.Keys.Append(PackName).Append(SheetsName))
        {
            string why = draft.Reasons.GetValueOrDefault(name, "").Trim();
            bool isSame = old.TryGetValue(name, out ReasonEntry? known) && string.Equals(known.Why, why, StringComparison.Ordinal) && !explained.Contains(name, StringComparer.Ordinal);
            if (isSame)
            {
                reasons[name] = known!;
            }
            else if (why.Length > 0)
            {
                reasons[name] = new ReasonEntry { Why = why, By = by, At = at };
            }
        }

        // Everything else of the post stays as it is.
        PostEntry changed = JsonSerializer.Deserialize<PostEntry>(JsonSerializer.SerializeToUtf8Bytes(post))!;
        changed.Pack = draft.Pack;
        changed.Parameters = overrides;
        changed.Reasons = reasons;
        changed.Sheets = draft.Sheets ?? post.Sheets;
        return changed;
    }
}
