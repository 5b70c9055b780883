using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Rules;

/// <summary>The page of rules.</summary>
public sealed class RulesViewTests
{
    private const string Feature = """
        @R20.3 @slow
        Feature: both

          Background:
            Given staff:
              | id  | name |
              | S01 | 王芳  |

          Scenario: first
            When "S01" taps

          # A word about what follows.
          @R20.4
          Scenario Outline: second
            When "<who>" taps
            Examples:
              | who |
              | S01 |
        """;

    /// <summary>It has every clause of every regulation, in order, with its values and units.</summary>
    [Fact]
    public void ItHasEveryClause()
    {
        var view = RulesView.Of(Language.English, PackShelf.Carried);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"R{number:00}"), view.Books.Select(book => book.Regulation));
        RuleClause[] clauses = [.. view.Books.SelectMany(book => book.Clauses)];
        Assert.Equal(130, clauses.Select(clause => clause.Anchor).Distinct(StringComparer.Ordinal).Count());
        RuleClause third = clauses.Single(clause => clause.Id is "R20.3");
        Assert.Equal(["10 min", "15 min"], third.Values.Select(value => value.Value));
        Assert.NotEmpty(third.Features);
        Assert.Equal(["required", "each with watch, how"], clauses.Single(clause => clause.Id is "R20.5").Parts[0].Notes);
    }

    /// <summary>Every parameter and every mechanism has a Chinese word.</summary>
    [Fact]
    public void EverythingHasAChineseWord()
    {
        Assert.All(ParameterList.All, parameter => Assert.NotEmpty(RuleWords.OfParameter(Language.Bilingual, parameter.Name)));
        Assert.All(PackReader.Mechanisms, mechanism => Assert.NotEmpty(RuleWords.OfMechanism(Language.Bilingual, mechanism)));
        Assert.Equal("100 元 yuan", RuleWords.OfValue(Language.Bilingual, ParameterList.Find("lateFineYuan")!, "100"));
        Assert.Equal("60 秒 s", RuleWords.OfValue(Language.Bilingual, ParameterList.Find("releaseS")!, "60"));
        Assert.Equal("取消 withdrawn", RuleWords.OfValue(Language.Bilingual, ParameterList.Find("restDays")!, "withdrawn"));
        Assert.Equal("2", RuleWords.OfValue(Language.Bilingual, ParameterList.Find("headcount")!, "2"));
    }

    /// <summary>A scenario belongs to the clauses with which it or its feature is tagged, and its steps are the file's own lines.</summary>
    [Fact]
    public void ScenariosAreFoundByTheirTags()
    {
        ILookup<string, RuleFeature> found = ScenarioLibrary.Read(Feature).ToLookup(pair => pair.Clause, pair => pair.Feature, StringComparer.Ordinal);
        RuleFeature third = Assert.Single(found["R20.3"]);
        Assert.Equal(["first", "second"], third.Scenarios.Select(scenario => scenario.Title));
        Assert.Equal("Given staff:\n  | id  | name |\n  | S01 | 王芳  |", third.Background);
        Assert.Equal("When \"S01\" taps", third.Scenarios[0].Steps);
        Assert.Equal("When \"<who>\" taps\nExamples:\n  | who |\n  | S01 |", Assert.Single(Assert.Single(found["R20.4"]).Scenarios).Steps);
        Assert.Empty(ScenarioLibrary.Read("# nothing yet\n"));
    }

    /// <summary>A pack of the house stands beside the others, and one that repeats a regulation's numbers has places of its own.</summary>
    [Fact]
    public void AHousePackStandsBesideTheOthers()
    {
        var packs = PackShelf.Of(new System.Collections.Generic.Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["our-own"] = "name: our-own\ntitle: 本单位\nregulation: R20\nclauses: { R20.3: { text: 提前二十五分钟, mechanisms: [ARRIVE] } }\nparameters: { lead: { value: 25, clause: R20.3 } }\n",
        });
        RuleBook own = RulesView.Of(Language.Bilingual, packs).Books.Single(book => book.OfHouse);
        Assert.Equal("our-own/R20.3", own.Clauses[0].Anchor);
        Assert.Equal("requiredLeadMin", own.Clauses[0].Values[0].Name);
        Assert.Equal(0, own.Scenarios);
    }

    /// <summary>The bridge serves it, and the same again.</summary>
    [Fact]
    public async Task TheBridgeServesIt()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        string page = await bridge.GetAsync("/rules");
        Assert.Contains("接班负责人应提前15分钟到岗", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(page, await bridge.GetAsync("/rules"));
        Assert.Contains("/rules#hotline-handover", await bridge.GetAsync("/"), StringComparison.Ordinal);
    }
}
