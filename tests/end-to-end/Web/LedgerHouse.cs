using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>
/// A house in which each of two posts hands over a few minutes before the end of a shift: the outgoing leader has come three hours late, the incoming one in time. There is a manager in its roster.
/// </summary>
public sealed class LedgerHouse : House
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private readonly Lazy<Task> _handovers;
    private readonly DateTimeOffset _end = Minute(TimeProvider.System.GetUtcNow().AddMinutes(25)).ToOffset(Shanghai);

    /// <summary>A house where nobody has tapped yet.</summary>
    public LedgerHouse() => _handovers = new Lazy<Task>(TapAllAsync);

    /// <summary>The month of the first shifts.</summary>
    public string Month => _end.AddHours(-4).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The day on which the shifts after the next begin.</summary>
    public string LaterDay => _end.AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Both posts have handed over.</summary>
    public Task HandedOverAsync() => _handovers.Value;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var text = new StringBuilder("posts:\n- { id: hotline, name: 值班热线, parameters: { windowMin: \"30\", lateFineYuan: \"10\", requiredLeadMin: \"0\" } }\n- { id: boiler, name: 锅炉房, parameters: { windowMin: \"30\", lateFineYuan: \"10\", requiredLeadMin: \"0\" } }\nstaff:\n");
        foreach ((string id, string name, string role, string badge) in new[]
        {
            ("S01", "王芳", "leader", "04A1B2C3"), ("S02", "李强", "leader", "04A1B2C4"), ("S03", "张敏", "leader", "04A1B2C5"), ("S09", "周主任", "supervisor", "04FFEE09"),
            ("S10", "吴经理", "manager", "04FFEE10"), ("S11", "赵军", "leader", "04B1B2C1"), ("S12", "孙丽", "leader", "04B1B2C2"), ("S13", "何平", "leader", "04B1B2C3"),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: {id}, name: {name}, role: {role}, badges: [{badge}] }}\n");
        }

        text.Append("shifts:\n");
        foreach ((string post, string first, string second, string third) in new[] { ("hotline", "S01", "S02", "S03"), ("boiler", "S11", "S12", "S13") })
        {
            Shift($"{post[0]}N1", post, -4, 0, first);
            Shift($"{post[0]}D1", post, 0, 8, second);
            Shift($"{post[0]}N2", post, 8, 16, third);
        }

        File.WriteAllText(Path.Combine(Data, "roster.yaml"), text.ToString());

        // A house that brings its own roster brings its own terminals, too.
        File.WriteAllText(Path.Combine(Data, "terminals.yaml"), $$"""
            siteKey: "{{new string('5', 64)}}"
            terminals:
            - { id: T1, post: hotline, handover: true, key: "{{new string('1', 64)}}" }
            - { id: T2, post: boiler, handover: true, key: "{{new string('2', 64)}}" }

            """);

        void Shift(string id, string post, int from, int to, string leader)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: {id}, post: {post}, start: {_end.AddHours(from):yyyy-MM-dd HH:mm}, end: {_end.AddHours(to):yyyy-MM-dd HH:mm}, leader: {leader} }}\n");
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    private async Task TapAllAsync()
    {
        foreach ((string terminal, string outgoing, string incoming) in new[] { ("T1", "04A1B2C3", "04A1B2C4"), ("T2", "04B1B2C1", "04B1B2C2") })
        {
            Assert.Equal("late", await TapAsync(terminal, outgoing));
            Assert.Equal("accepted", await TapAsync(terminal, incoming));
            await Eventually.HoldsAsync(async () => await TapAsync(terminal, outgoing) is "waiting-for-second" ? null : "the handover is not begun");
            await Eventually.HoldsAsync(async () => await TapAsync(terminal, incoming) is "confirmed" ? null : "the handover is not confirmed");
        }

        await Eventually.HoldsAsync(async () =>
        {
            string posts = await AskAsync("/api/v1/posts");
            return posts.Contains("S02", StringComparison.Ordinal) && posts.Contains("S12", StringComparison.Ordinal) && !posts.Contains("\"holder\":\"S01\"", StringComparison.Ordinal) && !posts.Contains("\"holder\":\"S11\"", StringComparison.Ordinal) ? null : posts;
        });
    }
}
