using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>How both programs end.</summary>
public sealed class StopTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-stop-").FullName;
    private readonly HttpClient _client = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_data, true);
    }

    /// <summary>A page that somebody has open keeps nothing from stopping: exit code 0, and the database is closed.</summary>
    [Theory]
    [InlineData("DutyKiosk.VirtualRoom.dll", true)]
    [InlineData("DutyKiosk.HostBridge.dll", false)]
    public async Task AStopIsCleanWhilePagesAreOpen(string assembly, bool room)
    {
        string[] ports = room ? ["--port", "0", "--mqtt-port", "0", "--room-port", "0"] : ["--port", "0", "--mqtt-port", "0", "--tls-port", "-1"];
        string made = room ? "" : await RunningProgram.MakeKeyAsync(_data, "read-board");
        await using var program = RunningProgram.Start(assembly, ["--data", _data, .. ports]);
        string address = await program.AddressAsync("live board");
        string roomAddress = room ? await program.AddressAsync("virtual room") : "";
        _client.DefaultRequestHeaders.Add("X-Api-Key", room ? await program.AddressAsync("api key") : made);
        await using Stream board = await OpenAsync(address + "/board/stream");
        await using Stream? terminals = room ? await OpenAsync(roomAddress + "/api/stream") : null;
        Assert.Equal(0, await program.StopAsync());
        Assert.Empty(program.Errors);
        Assert.True(File.Exists(Path.Combine(_data, "bridge.db")));
        Assert.False(File.Exists(Path.Combine(_data, "bridge.db-wal")));
        Assert.False(File.Exists(Path.Combine(_data, "search.db-wal")));
    }

    /// <summary>Who asks twice cannot wait: it ends at once, and says so in its exit code.</summary>
    [Fact]
    public async Task ASecondSignalEndsItAtOnce()
    {
        await using var program = RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", _data, "--port", "0", "--mqtt-port", "0", "--tls-port", "-1");
        await program.AddressAsync("live board");
        // A signal more, while the runtime is ending with 130 already and handles none any longer, ends it in the system's own way, which is told as 143.
        int code = await program.StopAtOnceAsync();
        Assert.True(code is 130 or 143, $"It ended with {code}.");
    }

    /// <summary>The bridge's settings are checked before anything is opened, in one sentence without a secret in it.</summary>
    [Fact]
    public async Task AWrongSettingIsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "bridge.yaml"), "port: 0\nbrokerPassword: hunter2\n", TestContext.Current.CancellationToken);
        await using var program = RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", _data);
        Assert.Equal(2, await program.EndAsync());
        string told = Assert.Single(program.Errors);
        Assert.StartsWith(Path.Combine(_data, "bridge.yaml") + ", line 2: brokerPassword means nothing without broker", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data, "bridge.db")));
    }

    /// <summary>What cannot be carried out as it is written is told in one sentence, with an exit code of its own.</summary>
    [Theory]
    [InlineData("--room-port 70000", "--room-port 70000 is no port")]
    [InlineData("--room-port -1", "--room-port -1 is no port")]
    [InlineData("tap T1 04A1B2C3 --room-port 99999", "--room-port 99999 is no port")]
    [InlineData("rehearse --foo", "--foo")]
    public async Task WhatCannotBeIsRefused(string arguments, string sentence)
    {
        await RefusesAsync(sentence, arguments.Split(' '));
    }

    /// <summary>So is an empty name of the folder.</summary>
    [Fact]
    public Task AnEmptyFolderNameIsRefused() => RefusesAsync("--data names no folder", "--data", "");

    /// <summary>So is a flash that has something else in the place of a file.</summary>
    [Fact]
    public Task AFlashThatCannotBeWrittenIsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_data, "boards", "T1", "dutykiosk.json"));
        return RefusesAsync("cannot be used", "--data", _data, "--port", "0", "--room-port", "0", "--mqtt-port", "0");
    }

    /// <summary>A bridge that dies takes the program with it, with a sentence.</summary>
    [Fact]
    public async Task ADeadBridgeEndsTheProgram()
    {
        using var errors = new StringWriter();
        Assert.Equal(1, await ProgramEnd.WaitAsync(Task.FromException(new IOException("the disk is gone")), errors, CancellationToken.None));
        Assert.StartsWith("The bridge cannot go on (IOException: the disk is gone)", errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task RefusesAsync(string sentence, params string[] arguments)
    {
        await using var program = RunningProgram.Start("DutyKiosk.VirtualRoom.dll", arguments);
        Assert.Equal(2, await program.EndAsync());
        Assert.Contains(program.Errors, line => line.Contains(sentence, StringComparison.Ordinal));
        Assert.DoesNotContain(program.Errors, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    private async Task<Stream> OpenAsync(string address)
    {
        Stream stream = await _client.GetStreamAsync(address);
        Assert.NotEqual(0, await stream.ReadAtLeastAsync(new byte[64], 64));
        return stream;
    }
}
