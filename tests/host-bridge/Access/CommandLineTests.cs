using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Users and keys from the command line, in a database that a bridge has open.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private AccessBench _bench = null!;

    private AccessCommands Commands => new(_bench.Options, _bench.Time, _output, _errors);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
        await _bench.DisposeAsync();
    }

    /// <summary>
    /// A key that is made while the bridge runs works at once, and is revoked at once. Another process has then written to the database: the bridge proves everything
    /// anew, finds nothing wrong, and goes on taking records in order.
    /// </summary>
    [Fact]
    public async Task AKeyIsMadeWhileTheBridgeRuns()
    {
        var terminal = new FakeTerminal("T1", _bench.Host.Terminals.Find("T1")!.KeyBytes());
        Receive(terminal, 3);
        Assert.Equal(0, Commands.CreateKey("script", ["read-records"], null));
        string text = _output.ToString().Trim();
        Receive(terminal, 3);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", text);
        string records = await client.GetStringAsync(new Uri(_bench.Host.WebAddress + "/api/v1/records?terminal=T1"), TestContext.Current.CancellationToken);
        Assert.Equal(7, records.Split("\"proof\":\"ok\"").Length);
        Assert.Empty(_bench.Host.Core.VerifyHistory("T1"));
        Assert.Equal($"{Caller.Console.Name} key.made " + text.Substring(3, 8) + " script ok", Assert.Single(_bench.Audit()));
        Assert.DoesNotContain(_bench.Host.Core.Log.Read(0, 1000), entry => entry.IsAltered);

        Assert.Equal(0, Commands.ListKeys());
        Assert.Contains("script\tok\t", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Commands.RevokeKey(text.Substring(3, 8)));
        using HttpResponseMessage after = await client.GetAsync(new Uri(_bench.Host.WebAddress + "/api/v1/records"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(1, Commands.RevokeKey(text.Substring(3, 8)));
        Assert.Equal("", string.Concat(_errors.ToString().Split('\n').Where(line => line.StartsWith("   at ", StringComparison.Ordinal))));
    }

    /// <summary>A user is made, chooses his password by the link, is shut, let in again, and reset.</summary>
    [Fact]
    public async Task AUserIsMadeWhileTheBridgeRuns()
    {
        Assert.Equal(0, Commands.AddUser("wang", "manager", new UserChange("王芳", null, "S01", null)));
        string path = new Uri(_output.ToString().Split("choose password  ")[1].Trim()).PathAndQuery;
        using Browser browser = _bench.Open();
        using HttpResponseMessage chosen = await browser.SubmitAsync(path, "/password/choose", ("code", path.Split('=')[1]), ("password", AccessBench.Password), ("again", AccessBench.Password));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal(0, Commands.AddUser("li", "staff", new UserChange()));
        Assert.Equal(1, Commands.DisableUser("wang", true));
        Assert.Contains("last manager", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Commands.DisableUser("li", true));
        Assert.Equal(0, Commands.DisableUser("li", false));
        Assert.Equal(0, Commands.ResetUser("WANG"));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/users"));
        Assert.Equal(1, Commands.ResetUser("nobody"));
        Assert.Equal(ProgramEnd.Refused, Commands.AddUser("a b", "staff", new UserChange()));
        Assert.Equal(0, Commands.ListUsers());
        Assert.Contains("wang\tmanager\tno password yet\tS01\t王芳", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, _bench.Audit().Count(line => line.StartsWith("console ", StringComparison.Ordinal) || line.StartsWith("wang user.password-changed", StringComparison.Ordinal)));
    }

    /// <summary>What the command line changes or takes out stands in the audit log, as done by the operating system's user; a backup holds no link that works once.</summary>
    [Fact]
    public async Task WhatIsDoneAtTheConsoleIsWrittenDown()
    {
        _bench.Accounts.Add("li", "staff", new UserChange(), UserAccounts.Console);
        var root = new RootCommand { TerminalCommand.Make(_ => _bench.Options), FirmwareCommand.Make(_ => _bench.Options, _bench.Time), CertCommand.Make(_ => _bench.Options) };
        foreach (Command command in KeepingCommands.Make(_ => _bench.Options, _bench.Time))
        {
            root.Add(command);
        }

        ReadyCertificates.CopyTo(_bench.Folder);
        string backup = Path.Combine(_bench.Folder, "duty.backup");
        string assembly = Path.Combine(_bench.Folder, "DutyKiosk.Terminal.Air.pe");
        await File.WriteAllBytesAsync(assembly, [.. "NFMRK1"u8, 0, 0], TestContext.Current.CancellationToken);
        string[][] lines =
        [
            ["firmware", "offer", "0.2.0", assembly, "--all"], ["firmware", "withdraw", "--terminal", "T2"], ["firmware", "list"],
            ["terminal", "site-key"], ["terminal", "revoke", "T2"], ["cert"], ["backup", backup], ["export", "--from", "2026-03-01", "--to", "2026-03-02", "--out", Path.Combine(_bench.Folder, "out.csv")],
            ["rebuild"], ["terminal", "list"],
        ];
        foreach (string[] line in lines)
        {
            int code = await root.Parse(line).InvokeAsync(new InvocationConfiguration { Output = _output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

            // Whether the bridge answers in time is another test's matter: that it was asked is written down before.
            Assert.True(code == 0 || line[0] is "rebuild", string.Join(' ', line));
        }

        string by = Caller.Console.Name;
        Assert.Equal($"console {Environment.UserName}", by);
        Assert.Equal(
            [
                $"{by} terminal.firmware-offered T1 ok", $"{by} terminal.firmware-offered T2 ok", $"{by} terminal.firmware-withdrawn T2 ok", $"{by} terminal.site-key ok", $"{by} terminal.revoked T2 ok", $"{by} certificate.renewed ok", $"{by} store.backed-up duty.backup ok", $"{by} records.exported 2026-03-01 to 2026-03-02 ok",
                $"{by} store.rebuilt ok",
            ],
            _bench.Audit());
        using var copy = new SqliteDatabase(backup);
        Assert.Equal((0, 1), (copy.Read(work => work.Number("SELECT count(*) FROM one_time_link")), copy.Read(work => work.Number("SELECT count(*) FROM app_user"))));
    }

    /// <summary>A user whom another hand has changed is listed as such, and is taken over again, shut.</summary>
    [Fact]
    public void AUserIsTakenOverAgain()
    {
        _bench.MakeUser("wang", "staff");
        OtherHand.Change(_bench.Folder, "UPDATE app_user SET role = 'manager'");
        Assert.Equal(0, Commands.ListUsers());
        Assert.Contains("wang\t-\tchanged by another hand", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Commands.SealUser("wang"));
        Assert.Equal(0, Commands.ListUsers());
        Assert.Contains("wang\tmanager\tdisabled", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal([$"{Caller.Console.Name} user.sealed wang ok"], _bench.Audit());
    }

    private void Receive(FakeTerminal terminal, int count)
    {
        foreach (byte[] record in terminal.Take(count))
        {
            _bench.Host.Core.Receive("T1", terminal.EventTopic, record, null);
        }

        _bench.Host.Core.Commit();
    }
}
