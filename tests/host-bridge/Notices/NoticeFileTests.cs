using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>The running service delivers notices to its file.</summary>
public sealed class NoticeFileTests
{
    /// <summary>What somebody has written at the end of the file by hand delivers nothing again: the newest line of ours says how far it goes.</summary>
    [Fact]
    public void ALineByHandDeliversNothingAgain()
    {
        using var bench = new NoticeBench();
        bench.RunTo("09:00:00");
        new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder).Follow();
        string path = Path.Combine(bench.Bridge.Folder, NoticeLog.Name);
        int written = File.ReadAllLines(path).Length;
        File.AppendAllText(path, "read up to here\n");
        new NoticeLog(bench.Bridge.Core, bench.Bridge.Folder).Follow();
        Assert.True(written > 0);
        Assert.Equal(written + 1, File.ReadAllLines(path).Length);
    }

    /// <summary>A notice that stands in the log comes to stand in the file, once, also over a restart.</summary>
    [Fact]
    public async Task TheServiceWritesTheFile()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        Tell("first");
        await Until(1);
        await bridge.RestartAsync();
        Tell("second");
        await Until(2);
        Assert.Equal(["first", "second"], Array.ConvertAll(await Lines(), line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()));

        void Tell(string key) => bridge.Host.Core.Append(LogKind.Notice, "", JsonSerializer.SerializeToUtf8Bytes(new Notice(key, "swap", "", "", "", DateTimeOffset.UnixEpoch, ["S09"])));

        async Task<string[]> Lines()
        {
            string path = Path.Combine(bridge.Folder, NoticeLog.Name);
            return File.Exists(path) ? await File.ReadAllLinesAsync(path, CancellationToken.None) : [];
        }

        async Task Until(int count)
        {
            for (int i = 0; i < 100 && (await Lines()).Length < count; i++)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }
}
