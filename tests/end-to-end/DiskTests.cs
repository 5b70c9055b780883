using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>A disk that cannot be written to any more, and then again: nothing is acknowledged meanwhile, everybody can see it, and nobody has to start anything.</summary>
public sealed class DiskTests : IDisposable
{
    private const int MostPublishes = 3000;
    private const string Alarm = "存储失败";

    private readonly HttpClient _http = new();
    private readonly List<string> _acknowledged = [];
    private string _board = "";
    private int _port;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The disk is full, and has room again.</summary>
    [Fact]
    public async Task AFullDiskIsSurvived()
    {
        await using Volume volume = await Volume.InMemoryAsync();
        await SurvivesAsync(
            volume,
            () =>
            {
                volume.Fill();
                return Task.CompletedTask;
            },
            () =>
            {
                volume.MakeRoom();
                return Task.CompletedTask;
            });
    }

    /// <summary>The data folder is read-only, and can be written to again.</summary>
    [Fact]
    public async Task AReadOnlyFolderIsSurvived()
    {
        await using Volume volume = await Volume.OfExt4Async();
        await SurvivesAsync(volume, () => volume.SetReadOnlyAsync(true), () => volume.SetReadOnlyAsync(false));
    }

    private async Task SurvivesAsync(Volume volume, Func<Task> breaks, Func<Task> heals)
    {
        _http.DefaultRequestHeaders.Add("X-Api-Key", await RunningProgram.MakeKeyAsync(volume.Data, "read-board", "read-records"));
        await using var program = RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", volume.Data, "--port", "0", "--mqtt-port", "0", "--tls-port", "-1");
        _board = await program.AddressAsync("live board");
        string mqtt = await program.AddressAsync("mqtt ");
        _port = int.Parse(mqtt[(mqtt.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(IsReadyAsync);
        Assert.True(await PublishAsync());
        Assert.DoesNotContain(Alarm, await _http.GetStringAsync(_board), StringComparison.Ordinal);

        await breaks();
        int left = MostPublishes;
        while (await PublishAsync())
        {
            // What the database has set aside already still takes some.
            Assert.True(--left > 0, "A disk that cannot be written to took everything.");
        }

        Assert.Contains("storing fails", await NotReadyAsync(), StringComparison.Ordinal);
        Assert.Contains(Alarm, await _http.GetStringAsync(_board), StringComparison.Ordinal);
        Assert.False(await PublishAsync());

        await heals();
        await Eventually.HoldsAsync(async () => await PublishAsync() ? null : "It is not acknowledged yet.");
        await Eventually.HoldsAsync(IsReadyAsync);
        Assert.DoesNotContain(Alarm, await _http.GetStringAsync(_board), StringComparison.Ordinal);
        List<string> stored = await StoredAsync();
        Assert.Empty(_acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, await program.StopAsync());
        Assert.Contains(program.Errors, line => line.Contains(" CommitFailed ", StringComparison.Ordinal));
        Assert.Contains(program.Errors, line => line.Contains(" StoringAgain ", StringComparison.Ordinal));
    }

    // Bytes that are no record are kept like records, and need no key to be made.
    private async Task<bool> PublishAsync()
    {
        string payload = $$"""{"x":"{{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(2400))}}"}""";
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).WithClientId("T1").WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().Build();
        try
        {
            await client.ConnectAsync(options, TestContext.Current.CancellationToken);
            MqttClientPublishResult result = await client.PublishStringAsync("dutykiosk/v1/T1/event", payload, MqttQualityOfServiceLevel.AtLeastOnce, false, TestContext.Current.CancellationToken);
            if (result.IsSuccess)
            {
                _acknowledged.Add(payload);
            }

            await client.DisconnectAsync(cancellationToken: CancellationToken.None);
            return result.IsSuccess;
        }
        catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or MQTTnet.Exceptions.MqttClientDisconnectedException)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task<string?> IsReadyAsync() => await NotReadyAsync() is { Length: > 0 } reason ? reason : null;

    private async Task<string> NotReadyAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(_board + "/healthz/ready", TestContext.Current.CancellationToken);
        return answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<string>> StoredAsync()
    {
        var stored = new List<string>();
        long after = 0;
        while (true)
        {
            using JsonDocument page = JsonDocument.Parse(await _http.GetStringAsync($"{_board}/api/v1/records?after={after}&limit=1000", TestContext.Current.CancellationToken));
            JsonElement[] items = [.. page.RootElement.GetProperty("items").EnumerateArray()];
            if (items.Length == 0)
            {
                return stored;
            }

            stored.AddRange(items.Select(item => item.GetProperty("record").GetRawText()));
            after = items[^1].GetProperty("position").GetInt64();
        }
    }
}
