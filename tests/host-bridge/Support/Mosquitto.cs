using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A mosquitto broker with dynamic security, on a free port of loopback: the machine's own program, else Debian's package where this user may install it.</summary>
public sealed class Mosquitto : IAsyncDisposable
{
    /// <summary>The user that the bridge comes as.</summary>
    public const string User = "bridge-admin";

    /// <summary>Its password.</summary>
    public const string Password = "a-password-of-the-tests";

    private static readonly string[] Plugins = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];

    private readonly string _folder;
    private Process? _process;

    private Mosquitto(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>The number that the system knows it by while it runs.</summary>
    public int Id => _process!.Id;

    /// <summary>How a bridge is told of it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"mqtt://{User}@127.0.0.1:{Port}");

    /// <summary>Starts one.</summary>
    public static async Task<Mosquitto> StartAsync()
    {
        if (!File.Exists("/usr/sbin/mosquitto"))
        {
            await Programs.InstallAsync("mosquitto");
        }

        if (!File.Exists("/usr/bin/mosquitto_ctrl"))
        {
            await Programs.InstallAsync("mosquitto-clients");
        }

        string? plugin = Plugins.Select(folder => Path.Combine(folder, "mosquitto_dynamic_security.so")).FirstOrDefault(File.Exists);
        if (plugin == null || !File.Exists("/usr/sbin/mosquitto") || !File.Exists("/usr/bin/mosquitto_ctrl"))
        {
            Assert.Skip("No mosquitto on this machine: apt-get install mosquitto mosquitto-clients");
        }

        var broker = new Mosquitto(Directory.CreateTempSubdirectory("dutykiosk-mosquitto-").FullName, Programs.FreePort());
        string security = Path.Combine(broker._folder, "security.json");
        (int code, string output) = await Programs.RunAsync("/usr/bin/mosquitto_ctrl", ["dynsec", "init", security, User, Password]);
        Assert.True(code == 0, output);
        string user = Environment.IsPrivilegedProcess ? "user root\n" : "";
        await File.WriteAllTextAsync(
            Path.Combine(broker._folder, "mosquitto.conf"),
            string.Create(CultureInfo.InvariantCulture, $"{user}listener {broker.Port} 127.0.0.1\nallow_anonymous false\nper_listener_settings false\nplugin {plugin}\nplugin_opt_config_file {security}\nmax_queued_messages 0\n"));
        await broker.RunAsync();
        return broker;
    }

    /// <summary>Starts one that lets everybody in and do everything, as the broker beside Home Assistant may be on a desk.</summary>
    public static async Task<Mosquitto> StartOpenAsync()
    {
        if (!File.Exists("/usr/sbin/mosquitto") && !await Programs.InstallAsync("mosquitto"))
        {
            Assert.Skip("No mosquitto on this machine: apt-get install mosquitto");
        }

        var broker = new Mosquitto(Directory.CreateTempSubdirectory("dutykiosk-mosquitto-").FullName, Programs.FreePort());
        string user = Environment.IsPrivilegedProcess ? "user root\n" : "";
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "mosquitto.conf"), string.Create(CultureInfo.InvariantCulture, $"{user}listener {broker.Port} 127.0.0.1\nallow_anonymous true\n"));
        await broker.RunAsync();
        return broker;
    }

    /// <summary>Ends it as a crash would; what it kept in memory is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again.</summary>
    public async Task RunAsync()
    {
        var start = new ProcessStartInfo("/usr/sbin/mosquitto") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Path.Combine(_folder, "mosquitto.conf"));
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (int attempt = 0; attempt < 200 && !await AnswersAsync(); attempt++)
        {
            Assert.False(_process.HasExited, "mosquitto ended at its start");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process != null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
