using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace DutyKiosk.VirtualBoard;

/// <summary>Files of a flash in a folder of this machine. When a call returns, its bytes and the folder's entry have been handed to the disk.</summary>
internal sealed class FlashFolder
{
    private const string Unfinished = ".new";
    private const int ReadOnly = 0;
    private const int OwnerOnly = 0x180; // rw-------

    private readonly string _folder;

    internal FlashFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    internal void Load(Dictionary<string, byte[]> files)
    {
        foreach (string path in Directory.GetFiles(_folder))
        {
            if (path.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                // Its writer was killed before the file took its name: as if it had never been begun.
                File.Delete(path);
            }
            else
            {
                files[Path.GetFileName(path)] = File.ReadAllBytes(path);
            }
        }
    }

    /// <summary>Stores a file of which the first <paramref name="kept"/> bytes are there already.</summary>
    internal void Store(string name, int kept, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        if (kept > 0)
        {
            Put(path, FileMode.Append, content, kept);
            return;
        }

        Put(path + Unfinished, FileMode.Create, content, 0);
        if (File.Exists(path))
        {
            // Replace is one step of the file system: a killed process leaves the old file or the new one.
            File.Replace(path + Unfinished, path, null);
        }
        else
        {
            File.Move(path + Unfinished, path);
        }

        FlushFolder();
    }

    internal void Delete(string name)
    {
        File.Delete(Path.Combine(_folder, name));
        FlushFolder();
    }

    private static void Put(string path, FileMode mode, byte[] content, int from)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write);
        if (from == 0 && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && ChangeMode(path, OwnerOnly) != 0)
        {
            // The terminal's keys stand on its flash, and other people of this machine must not read them.
            throw new IOException($"The file {path} cannot be kept from others (error {Marshal.GetLastWin32Error()}).");
        }

        stream.Write(content, from, content.Length - from);
        stream.Flush(true);
    }

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode([MarshalAs(UnmanagedType.LPStr)] string path, int mode);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronise(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFile(int file);

    private void FlushFolder()
    {
        // Windows commits a folder's entry with the file.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        int folder = OpenFile(_folder, ReadOnly);
        int result = folder < 0 ? -1 : Synchronise(folder);
        int error = Marshal.GetLastWin32Error();
        if (folder >= 0)
        {
            _ = CloseFile(folder);
        }

        if (result != 0)
        {
            throw new IOException($"The folder {_folder} cannot be written through to the disk (error {error}).");
        }
    }
}
