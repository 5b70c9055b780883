using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>What becomes of the rules of a post when somebody wants them otherwise.</summary>
public sealed class RuleEditTests
{
    private const string At = "2026-03-02 08:00";

    /// <summary>A value that differs from the pack's needs a reason, which is kept with who and when.</summary>
    [Fact]
    public void AnOverrideNeedsAReason()
    {
        PostEntry post = Post();
        RuleEdit without = Edit(post, "hotline-handover", [("windowMin", "3")], []);
        Assert.Equal([new RuleChange("windowMin", "10", "3")], without.Changes);
        Assert.Equal(["windowMin reason"], Words(without));
        Assert.Null(without.Post);
        RuleEdit with = Edit(post, "hotline-handover", [("windowMin", "3")], [("windowMin", "too early")]);
        Assert.Empty(with.Faults);
        Assert.Equal("3", with.Post!.Parameters["windowMin"]);
        ReasonEntry kept = with.Post.Reasons["windowMin"];
        Assert.Equal(("too early", "S09", At), (kept.Why, kept.By, kept.At));

        // The post as it is stays as it is.
        Assert.Empty(post.Parameters);
    }

    /// <summary>What stands there already keeps its reason, or its lack of one; another value needs another reason.</summary>
    [Fact]
    public void AnOldOverrideKeepsItsReason()
    {
        PostEntry post = Post();
        post.Parameters["required lead"] = "30";
        post.Parameters["window"] = "3";
        post.Reasons["windowMin"] = new ReasonEntry { Why = "too early", By = "S10", At = "2026-01-01 00:00" };
        var draft = RuleDraft.Of(post);
        Assert.Equal("30", draft.Values["requiredLeadMin"]);
        RuleEdit same = RuleEdit.Of(PackShelf.Carried, post, draft, "S09", At);
        Assert.Empty(same.Changes);
        Assert.Empty(same.Faults);
        Assert.Equal("S10", same.Post!.Reasons["windowMin"].By);
        Assert.False(same.Post.Reasons.ContainsKey("requiredLeadMin"));
        Assert.Equal(["windowMin reason"], Words(Edit(post, "hotline-handover", [("requiredLeadMin", "30"), ("windowMin", "2")], [("windowMin", "too early")])));
        Assert.Empty(Edit(post, "hotline-handover", [("requiredLeadMin", "30")], []).Faults);
    }

    /// <summary>A value that cannot be is told with its bounds; nothing else is said then.</summary>
    [Theory]
    [InlineData("windowMin", "many", "number")]
    [InlineData("windowMin", "241", "number")]
    [InlineData("coverFrom", "8", "time")]
    [InlineData("mealFrom", "noon", "time-or-empty")]
    [InlineData("doubleShift", "perhaps", "word")]
    [InlineData("checks", "x", "checks")]
    public void AnImpossibleValueIsTold(string name, string value, string word)
    {
        RuleEdit edit = Edit(Post(), "hotline-handover", [(name, value)], [(name, "why")]);
        Assert.Equal([$"{name} {word}"], Words(edit));
        Assert.Null(edit.Post);
    }

    /// <summary>Another pack needs a reason, too, and takes along what the post has of its own.</summary>
    [Fact]
    public void AnotherPackNeedsAReason()
    {
        PostEntry post = Post();
        post.Parameters["windowMin"] = "3";
        Assert.Equal(["pack reason"], Words(Edit(post, "workshop", [("windowMin", "3")], [])));
        RuleEdit edit = Edit(post, "workshop", [("windowMin", "3")], [("pack", "a workshop now")]);
        Assert.Equal("workshop", edit.Post!.Pack);
        Assert.Equal("a workshop now", edit.Post.Reasons["pack"].Why);
        Assert.Contains(edit.Changes, change => change is { Name: "requiredLeadMin", Before: "15", After: "20" });
        Assert.Equal(["pack pack"], Words(Edit(post, "no-such", [], [])));
    }

    /// <summary>That sheets bind is switched on and off with a reason, which is kept; where the pack wants nothing of a sheet that is told.</summary>
    [Fact]
    public void SheetsAreSwitchedWithAReason()
    {
        PostEntry post = Post();
        RuleEdit without = RuleEdit.Of(PackShelf.Carried, post, RuleDraft.Of(post) with { Sheets = true }, "S09", At);
        Assert.Equal([new RuleChange("sheets", "false", "true")], without.Changes);
        Assert.Equal(["sheets reason"], Words(without));
        RuleEdit with = RuleEdit.Of(PackShelf.Carried, post, RuleDraft.Of(post) with { Sheets = true, Reasons = Why("sheets", "from March on") }, "S09", At);
        Assert.Empty(with.Conflicts);
        Assert.True(with.Post!.Sheets);
        Assert.Equal("from March on", with.Post.Reasons["sheets"].Why);
        Assert.False(post.Sheets);

        // Whoever changes something else leaves it as it is, with its reason.
        RuleEdit other = Edit(with.Post, "hotline-handover", [("windowMin", "3")], [("windowMin", "too early"), ("sheets", "from March on")]);
        Assert.True(other.Post!.Sheets);
        Assert.Equal(At, other.Post.Reasons["sheets"].At);
        RuleEdit off = RuleEdit.Of(PackShelf.Carried, with.Post, RuleDraft.Of(with.Post) with { Sheets = false, Reasons = Why("sheets", "not yet") }, "S09", At);
        Assert.False(off.Post!.Sheets);
    }

    /// <summary>What fits badly together is told where the change brings it.</summary>
    [Theory]
    [InlineData("lateMin", "9", "ladder")]
    [InlineData("missedAfterMin", "4", "missed")]
    [InlineData("windowMin", "0", "window")]
    [InlineData("mealFrom", "11:00", "meal")]
    [InlineData("awayLimitMin", "5", "away-off")]
    [InlineData("graceMin", "20", "grace")]
    public void ConflictsAreTold(string name, string value, string conflict)
    {
        Assert.Contains(conflict, Edit(Post(), "hotline-handover", [(name, value)], [(name, "why")]).Conflicts);
        Assert.DoesNotContain(conflict, Edit(Post(), "hotline-handover", [("silenceMin", "6")], [("silenceMin", "why")]).Conflicts);
    }

    /// <summary>Rules that somebody else has changed meanwhile have another mark.</summary>
    [Fact]
    public void TheMarkTellsThatSomebodyElseHasChangedIt()
    {
        PostEntry post = Post();
        string mark = RuleDraft.MarkOf(post);
        Assert.Equal(mark, RuleDraft.MarkOf(Post()));
        post.Parameters["windowMin"] = "3";
        Assert.NotEqual(mark, RuleDraft.MarkOf(post));
    }

    private static Dictionary<string, string> Why(string name, string why) => new(StringComparer.Ordinal) { [name] = why };

    private static PostEntry Post() => new() { Id = "hotline", Name = "热线" };

    private static RuleEdit Edit(PostEntry post, string pack, (string Name, string Value)[] values, (string Name, string Why)[] reasons)
    {
        return RuleEdit.Of(
            PackShelf.Carried, post, new RuleDraft(pack, values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal), reasons.ToDictionary(reason => reason.Name, reason => reason.Why, StringComparer.Ordinal)), "S09", At);
    }

    private static IEnumerable<string> Words(RuleEdit edit) => edit.Faults.Select(fault => $"{fault.Name} {fault.Word}");
}
