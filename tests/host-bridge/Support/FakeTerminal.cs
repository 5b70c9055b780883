using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>Writes records as a terminal would, chained and signed.</summary>
public sealed class FakeTerminal(string id, byte[] key, string epoch = "5f0c9a1e")
{
    private byte[] _mac = new byte[16];

    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Its epoch.</summary>
    public string Epoch { get; } = epoch;

    /// <summary>The number of its newest record.</summary>
    public long Seq { get; private set; }

    /// <summary>The topic of its records.</summary>
    public string EventTopic => $"dutykiosk/v1/{Id}/event";

    /// <summary>The next record: its type and the members behind the common ones.</summary>
    public byte[] Next(string type = "tap.refused", string members = "\"reason\":\"unknown-badge\"", string at = "2026-03-02T00:00:00.000Z", string clock = "set")
    {
        Seq++;
        string open = string.Create(CultureInfo.InvariantCulture, $"{{\"v\":1,\"terminal\":\"{Id}\",\"epoch\":\"{Epoch}\",\"seq\":{Seq},\"type\":\"{type}\",\"at\":\"{at}\",\"clock\":\"{clock}\",\"boot\":1,\"ticks\":{Seq * 1000}{(members.Length > 0 ? "," : "")}{members}");
        byte[] body = Encoding.UTF8.GetBytes(open);
        byte[] covered = [.. _mac, .. body];
        _mac = HMACSHA256.HashData(key, covered)[..16];
        return Encoding.UTF8.GetBytes($"{open},\"mac\":\"{Convert.ToHexStringLower(_mac)}\"}}");
    }

    /// <summary>Records that flash has lost: nobody will ever see them, and the next one chains as the wire says.</summary>
    public void Lose(int count)
    {
        long from = Seq + 1;
        Seq += count;
        Lose(from, Seq);
    }

    /// <summary>Records up to its newest that flash has lost.</summary>
    public void Lose(long from, long to)
    {
        _mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"gap|{from}|{to}")))[..16];
    }

    /// <summary>So many next records.</summary>
    public List<byte[]> Take(int count)
    {
        var records = new List<byte[]>();
        for (int i = 0; i < count; i++)
        {
            records.Add(Next());
        }

        return records;
    }
}
