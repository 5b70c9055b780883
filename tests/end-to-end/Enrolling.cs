using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.EndToEnd;

/// <summary>Enrols terminals as a person does: the command line writes a zip, and its configuration goes to the terminal's flash.</summary>
public static class Enrolling
{
    /// <summary>Enrols a terminal at the bridge of a data folder, and writes its configuration to its flash, a folder.</summary>
    /// <exception cref="InvalidOperationException">It was not enrolled; the message is what the command line said.</exception>
    public static async Task<TerminalCredentials> DeployAsync(string flash, string terminal, string post, bool handover, int brokerPort, string data, IReadOnlyDictionary<string, string> variables)
    {
        string zip = flash + ".zip";
        string[] arguments = ["terminal", "enrol", terminal, "--post", post, "--plain", "--broker-host", "127.0.0.1", "--broker-port", $"{brokerPort}", "--out", zip, "--data", data, .. handover ? new[] { "--handover" } : []];
        await using (RunningProgram enrol = RunningProgram.Start("DutyKiosk.HostBridge.dll", variables, arguments))
        {
            if (await enrol.EndAsync() != 0)
            {
                throw new InvalidOperationException($"{terminal} was not enrolled: {string.Join('\n', enrol.Errors)}");
            }
        }

        Directory.CreateDirectory(flash);
        string path = Path.Combine(flash, "dutykiosk.json");
        using (ZipArchive kit = await ZipFile.OpenReadAsync(zip, CancellationToken.None))
        {
            await kit.GetEntry("dutykiosk.json")!.ExtractToFileAsync(path, CancellationToken.None);
        }

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(path, CancellationToken.None));
        string Text(string member) => json.RootElement.GetProperty(member).GetString()!;
        return new TerminalCredentials(terminal, post, handover, Text("key"), Text("siteKey"), Text("password"));
    }
}
