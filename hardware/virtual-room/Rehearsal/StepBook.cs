using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>Every step that is defined, by its words.</summary>
public sealed partial class StepBook
{
    private readonly List<(string Kind, Regex Pattern, Action<Script, IReadOnlyList<string>, StepTable?> Action)> _steps = [];

    /// <summary>A book with all steps.</summary>
    public StepBook()
    {
        GivenSteps.Define(this);
        WhenSteps.Define(this);
        ThenSteps.Define(this);
        SheetSteps.Define(this);
        PlanSteps.Define(this);
        LedgerSteps.Define(this);
    }

    /// <summary>Carries a step out. A When that ends in a time lets it run to that time first.</summary>
    /// <exception cref="StepFailedException">It is not defined, or does not hold.</exception>
    public void Carry(Script script, string kind, string text, StepTable? table)
    {
        string words = text.Trim();
        if (kind is "When" && AtTime().Match(words) is { Success: true } at)
        {
            script.RunTo(at.Groups["time"].Value);
            words = at.Groups["words"].Value;
        }

        foreach ((string of, Regex pattern, Action<Script, IReadOnlyList<string>, StepTable?> action) in _steps)
        {
            Match match = string.Equals(of, kind, StringComparison.Ordinal) ? pattern.Match(words) : Match.Empty;
            if (match.Success)
            {
                if (table == null == words.EndsWith(':'))
                {
                    throw new StepFailedException(table == null ? "a table must follow it" : "no table may follow it, unless it ends in a colon");
                }

                if (kind is "Given" && script.HasBegun && !words.StartsWith("the time is", StringComparison.Ordinal))
                {
                    throw new StepFailedException("a Given must stand before the first When or Then, as the run has begun by now");
                }

                action(script, match.Groups.Cast<Group>().Skip(1).Select(group => group.Value).ToArray(), table);
                return;
            }
        }

        string? other = _steps.Find(step => step.Pattern.IsMatch(words)).Kind;
        throw new StepFailedException(other == null ? "this step is not defined" : $"this step is not defined as a {kind}: it is a {other}, so begin it with {other}");
    }

    internal void Given(string pattern, Action<Script, IReadOnlyList<string>, StepTable?> action) => Add("Given", pattern, action);

    internal void When(string pattern, Action<Script, IReadOnlyList<string>, StepTable?> action) => Add("When", pattern, action);

    internal void Then(string pattern, Action<Script, IReadOnlyList<string>, StepTable?> action) => Add("Then", pattern, action);

    private void Add(string kind, string pattern, Action<Script, IReadOnlyList<string>, StepTable?> action)
    {
        _steps.Add((kind, new Regex($@"\A{pattern}\z", RegexOptions.None, TimeSpan.FromSeconds(1)), action));
    }

    [GeneratedRegex("""\A(?<words>.+) at "(?<time>[^"]+)"\z""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AtTime();
}
