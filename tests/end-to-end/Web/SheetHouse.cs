using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>A house whose two posts keep sheets that bind, each with a shift that ends in nine minutes, so that the window of its handover is open.</summary>
public sealed class SheetHouse : House
{
    /// <inheritdoc/>
    protected override void Prepare()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var text = new StringBuilder("""
            zone: UTC
            posts:
            - { id: hotline, name: 值班热线, sheets: true }
            - { id: boiler, name: 锅炉房, pack: workshop, sheets: true }
            staff:
            - { id: S01, name: 王芳, role: leader, badges: [04A1B2C3] }
            - { id: S02, name: 李强, role: leader, badges: [04A1B2C4] }
            - { id: S05, name: 陈静, role: operator, badges: [04D0E0F0] }
            - { id: S09, name: 周主任, role: supervisor, badges: [04FFEE09] }
            - { id: S11, name: 赵军, role: leader, badges: [04B1B2C1] }
            - { id: S12, name: 孙丽, role: leader, badges: [04B1B2C2] }
            shifts:

            """);
        Shift(text, "A1", "hotline", now.AddHours(-3), now.AddMinutes(9), "S01", "S05");
        Shift(text, "A2", "hotline", now.AddMinutes(9), now.AddHours(8), "S02", "");
        Shift(text, "B1", "boiler", now.AddHours(-3), now.AddMinutes(9), "S11", "");
        Shift(text, "B2", "boiler", now.AddMinutes(9), now.AddHours(8), "S12", "");
        File.WriteAllText(Path.Combine(Data, "roster.yaml"), text.ToString());

        // A house that brings its own roster brings its own terminals, too.
        File.WriteAllText(Path.Combine(Data, "terminals.yaml"), $$"""
            siteKey: {{Secret()}}
            terminals:
            - { id: T1, post: hotline, handover: true, key: {{Secret()}} }
            - { id: T2, post: boiler, handover: true, key: {{Secret()}} }

            """);
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static void Shift(StringBuilder text, string id, string post, DateTimeOffset start, DateTimeOffset end, string leader, string crew) =>
        text.Append(CultureInfo.InvariantCulture, $"- {{ id: {id}, post: {post}, start: {start:yyyy-MM-dd HH:mm}, end: {end:yyyy-MM-dd HH:mm}, leader: {leader}, crew: [{crew}] }}\n");
}
