namespace DutyKiosk.TerminalKit.Rules;

/// <summary>What is wrong with a plan.</summary>
/// <param name="Rule">The rule's name, one of <see cref="RuleNames"/>.</param>
/// <param name="Place">Where it stands: file and line.</param>
/// <param name="Build">The terminal that breaks it.</param>
/// <param name="Reason">Why, and what to do instead.</param>
public sealed record Violation(string Rule, string Place, string Build, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Rule}: {Reason} ({Build})";
}
