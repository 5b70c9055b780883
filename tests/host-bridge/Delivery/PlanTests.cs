using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>What a channel is sent next, when, and what never.</summary>
public sealed class PlanTests
{
    private static readonly DeliveryPolicy Policy = DeliveryPolicy.Usual;
    private static readonly ChannelSettings Robot = new() { Name = "r", Kind = ChannelKind.DingTalk, PerMinute = 20 };

    /// <summary>Few go one by one; more than the minute takes go together, ten at a time.</summary>
    [Fact]
    public void ManyBecomeOneMessage()
    {
        Assert.Single(Plan(Robot, Sample.Due(18)).Send);
        Assert.Equal(10, Plan(Robot, Sample.Due(19)).Send.Count);
        Assert.Equal(3, Plan(Robot, Sample.Due(3), Recent(17)).Send.Count);
        Assert.Single(Plan(Robot with { Kind = ChannelKind.Webhook }, Sample.Due(100)).Send);
    }

    /// <summary>A full minute makes everything wait until it is free again; the last messages of a minute are the alarms'.</summary>
    [Fact]
    public void TheRateIsKept()
    {
        DeliveryPlan others = Plan(Robot, Sample.Due(2), Recent(18));
        Assert.Empty(others.Send);
        Assert.All(others.Later, later => Assert.Equal(Sample.Morning.AddSeconds(-18 + 60), later.Until, TimeSpan.FromMilliseconds(2)));
        Assert.Single(Plan(Robot, Sample.Due(1, Priority.Alarm), Recent(18)).Send);
        Assert.Single(Plan(Robot, Sample.Due(1, Priority.Alarm), Recent(19)).Send);
        Assert.Empty(Plan(Robot, Sample.Due(1, Priority.Alarm), Recent(20)).Send);
    }

    /// <summary>In a simulated hour of whatever comes, no minute has more messages than allowed and nothing is lost.</summary>
    [Fact]
    public void NoMinuteIsOverfullAndNothingIsLost()
    {
        Gen.Int[0, 8].Array[60].Select(Gen.Int[1, 30], Gen.Bool).Sample((bursts, rate, merges) =>
        {
            ChannelSettings settings = new() { Name = "r", Kind = merges ? ChannelKind.WeCom : ChannelKind.Webhook, PerMinute = rate };
            var waiting = new List<Waiting>();
            var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            var sent = new List<DateTimeOffset>();
            var told = new HashSet<string>(StringComparer.Ordinal);
            int made = 0;
            for (int second = 0; second < 3600 * 9 && (second < 60 || waiting.Count > 0); second++)
            {
                DateTimeOffset now = Sample.Morning.AddSeconds(second);
                for (int i = 0; second < 60 && i < bursts[second]; i++)
                {
                    waiting.Add(new Waiting($"d{made}", made, now, (Priority)(made % 3), 0, false));
                    due[$"d{made++}"] = now;
                }

                DeliveryPlan plan = DeliveryPlan.Of(settings, [.. waiting.Where(delivery => due[delivery.Id] <= now)], sent, Sample.Roster, Policy, now);
                foreach ((Waiting delivery, DateTimeOffset until) in plan.Later)
                {
                    Assert.True(until > now);
                    due[delivery.Id] = until;
                }

                if (plan.Send.Count > 0)
                {
                    sent.Add(now);
                    Assert.All(plan.Send, delivery => Assert.True(told.Add(delivery.Id)));
                    waiting.RemoveAll(delivery => plan.Send.Contains(delivery));
                }
            }

            Assert.Equal(made, told.Count);
            Assert.All(sent, moment => Assert.InRange(sent.Count(other => other > moment.AddMinutes(-1) && other <= moment), 0, rate));
        }, iter: 30);
    }

    /// <summary>Alarms go first, then what was tried less often, then the older.</summary>
    [Fact]
    public void AlarmsGoFirst()
    {
        Waiting[] due = [.. Sample.Due(1), Sample.Due(1, Priority.Alarm, 1)[0] with { Attempts = 3 }, .. Sample.Due(1, Priority.Alarm, 2)];
        Assert.Equal("d2", Plan(Robot, due).Send[0].Id);
    }

    /// <summary>Quiet hours, over midnight too, hold back all but alarms until their end.</summary>
    [Fact]
    public void QuietHoursHoldBack()
    {
        ChannelSettings quiet = Robot with { Quiet = new QuietHours(22 * 60, (8 * 60) + 30) };
        DeliveryPlan plan = Plan(quiet, [.. Sample.Due(2, Priority.Information), .. Sample.Due(1, Priority.Warning, 2), .. Sample.Due(1, Priority.Alarm, 3)]);
        Assert.Equal("d3", Assert.Single(plan.Send).Id);
        Assert.Equal(["d0", "d1", "d2"], plan.Later.Select(later => later.Delivery.Id));
        Assert.All(plan.Later, later => Assert.Equal(Sample.Morning.AddMinutes(30), later.Until));
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 0, 30, 0, TimeSpan.Zero), quiet.Quiet!.EndOf(Sample.Morning.AddHours(15), Sample.Roster));
        Assert.Null(quiet.Quiet.EndOf(Sample.Morning.AddMinutes(30), Sample.Roster));
        Assert.Null(quiet.Quiet.EndOf(Sample.Morning.AddHours(13), Sample.Roster));
    }

    /// <summary>What somebody took note of is not told again, what nobody was told for a day or forty times is given up, and a channel that is off is told nothing.</summary>
    [Fact]
    public void WhatIsOverIsNotSent()
    {
        Waiting fresh = Sample.Due(1)[0];
        Assert.Single(Plan(Robot, [fresh with { Acknowledged = true, Attempts = 1 }]).Dropped);
        Assert.Single(Plan(Robot, [fresh with { SentAt = Sample.Morning.AddHours(-24) }]).Expired);
        Assert.Single(Plan(Robot, [fresh with { Attempts = Policy.MostAttempts }]).Expired);
        Assert.Single(Plan(Robot with { Enabled = false }, [fresh]).Dropped);
        Assert.Single(Plan(Robot, [fresh with { SentAt = Sample.Morning.AddHours(-23), Attempts = 39 }]).Send);
    }

    /// <summary>Pauses double up to an hour, are drawn out by up to a half, and heed the receiver's own wish within that bound.</summary>
    [Fact]
    public void PausesGrow()
    {
        Assert.Equal([15, 30, 60, 120], Enumerable.Range(1, 4).Select(attempt => DeliveryPlan.Pause(Policy, attempt, null, 0).TotalSeconds));
        Assert.Equal(22.5, DeliveryPlan.Pause(Policy, 1, null, 1).TotalSeconds);
        Assert.Equal(TimeSpan.FromHours(1), DeliveryPlan.Pause(Policy, 4000, null, 0));
        Assert.Equal(TimeSpan.FromMinutes(5), DeliveryPlan.Pause(Policy, 1, TimeSpan.FromMinutes(5), 0.5));
        Assert.Equal(TimeSpan.FromHours(1), DeliveryPlan.Pause(Policy, 1, TimeSpan.FromDays(400), 0));
        Assert.Equal(TimeSpan.FromSeconds(15), DeliveryPlan.Pause(Policy, 1, TimeSpan.FromSeconds(-5), 0));
    }

    /// <summary>A channel tells what it is set to tell: topics, posts, and from a priority on; what is of no post every channel tells.</summary>
    [Fact]
    public void AChannelTellsItsOwn()
    {
        Notice lost = Sample.Lost.Notice, swap = Sample.Sent("swap").Notice;
        Assert.True(Wants(Robot, swap));
        Assert.False(Wants(Robot with { LeastPriority = Priority.Warning }, swap));
        Assert.True(Wants(Robot with { LeastPriority = Priority.Alarm }, swap with { Level = 1 }));
        Assert.False(Wants(Robot with { Topics = ["swap"] }, lost));
        Assert.False(Wants(Robot with { Posts = ["boiler"] }, lost));
        Assert.True(Wants(Robot with { Posts = ["boiler"] }, lost with { Post = "" }));
        Assert.False(Wants(Robot with { Enabled = false }, lost));
        Assert.False(Wants(Robot, new Notice("k", DeliveryFailed.Topic, "", "", "", Sample.Morning, [], "r")));
        Assert.True(Wants(Robot, new Notice("k", DeliveryFailed.Topic, "", "", "", Sample.Morning, [], "another")));

        static bool Wants(ChannelSettings settings, Notice notice) => DeliveryPlan.Wants(new Channel("c", settings, new ChannelSecrets()), notice);
    }

    /// <summary>A name for every topic stands on what is sent, in Chinese and English.</summary>
    [Fact]
    public void EveryTopicHasWords()
    {
        Assert.All(NoticeTopics.All, topic => Assert.NotEqual(topic, HostBridge.Web.BoardWords.Of(HostBridge.Web.Frame.Language.Bilingual, topic)));
    }

    private static DeliveryPlan Plan(ChannelSettings settings, IReadOnlyList<Waiting> due, DateTimeOffset[]? recent = null) => DeliveryPlan.Of(settings, due, recent ?? [], Sample.Roster, Policy, Sample.Morning);

    // So many messages, one a second, the last of them a second ago.
    private static DateTimeOffset[] Recent(int count) => [.. Enumerable.Range(1, count).Select(second => Sample.Morning.AddSeconds(-second))];
}
