using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.EndToEnd;

/// <summary>A small disk of its own, to be filled or to be made read-only under a program that runs. Mounting needs root.</summary>
public sealed class Volume : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _filler;

    private Volume(string folder)
    {
        _folder = folder;
        Data = Path.Combine(folder, "disk", "data");
        _filler = Path.Combine(folder, "disk", "filler");
    }

    /// <summary>A folder on it.</summary>
    public string Data { get; }

    /// <summary>A disk in memory, of so many megabytes.</summary>
    public static async Task<Volume> InMemoryAsync(int megabytes = 4)
    {
        var volume = new Volume(Directory.CreateTempSubdirectory("dutykiosk-volume-").FullName);
        await volume.MountAsync("-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs");
        return volume;
    }

    /// <summary>A disk of ext4, which keeps files from being written even by who has them open.</summary>
    public static async Task<Volume> OfExt4Async()
    {
        var volume = new Volume(Directory.CreateTempSubdirectory("dutykiosk-volume-").FullName);
        string image = Path.Combine(volume._folder, "image");
        await using (FileStream file = File.Create(image))
        {
            file.SetLength(32 << 20);
        }

        await RunAsync("mkfs.ext4", "-q", image);
        await volume.MountAsync("-o", "loop", image);
        return volume;
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using FileStream file = File.Create(_filler);
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(bytes);
                file.Flush(true);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(_filler);

    /// <summary>Has the folder with all in it read-only, or written to again.</summary>
    public Task SetReadOnlyAsync(bool isReadOnly) => RunAsync("chattr", "-R", isReadOnly ? "+i" : "-i", Data);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Path.Combine(_folder, "disk"));
        Directory.Delete(_folder, true);
    }

    private async Task MountAsync(params string[] arguments)
    {
        string disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        await RunAsync("mount", [.. arguments, disk]);
        Directory.CreateDirectory(Data);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Xunit.Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: {errors}");
    }
}
