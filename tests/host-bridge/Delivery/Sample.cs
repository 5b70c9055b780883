using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>What the tests of deliveries have in common.</summary>
internal static class Sample
{
    /// <summary>2026-03-02 08:00 in Shanghai.</summary>
    internal static readonly DateTimeOffset Morning = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>This machine is allowed by name.</summary>
    internal static readonly Func<string, bool> Home = PrivateTargets.AllowedBy(["127.0.0.1"]);

    /// <summary>A house of one post and two people.</summary>
    internal static RosterModel Roster { get; } = RosterModel.Of(new RosterDocument
    {
        Posts = [new PostEntry { Id = "hotline", Name = "热线" }],
        Staff = [new StaffEntry { Id = "S09", Name = "李强", Role = "supervisor" }, new StaffEntry { Id = "S10", Name = "<@all> *王*", Role = "manager" }],
    });

    /// <summary>A terminal that is lost, told to the supervisor.</summary>
    internal static SentNotice Lost { get; } = Sent("terminal-lost");

    /// <summary>A notice of a topic.</summary>
    internal static SentNotice Sent(string topic, int level = 0, params string[] to) => new(new Notice($"{topic}/T1/x", topic, "hotline", "T1", "", Morning, to.Length == 0 ? ["S09"] : to, Level: level), 7, Morning);

    /// <summary>A message of notices.</summary>
    internal static Message Message(params SentNotice[] notices) => new("d41d8cd98f", notices.Length == 0 ? [Lost] : notices, Roster);

    /// <summary>A channel to a server of this machine.</summary>
    internal static Channel To(ChannelKind kind, string address, ChannelSecrets? secrets = null)
    {
        return new Channel("c1", new ChannelSettings { Name = "值班群", Kind = kind, Address = address }, secrets ?? new ChannelSecrets("token-1", "SECret", ""));
    }

    /// <summary>Deliveries that wait: numbers and priorities.</summary>
    internal static List<Waiting> Due(int count, Priority priority = Priority.Warning, int from = 0)
    {
        var due = new List<Waiting>();
        for (int i = from; i < from + count; i++)
        {
            due.Add(new Waiting($"d{i}", i, Morning, priority, 0, false));
        }

        return due;
    }
}
