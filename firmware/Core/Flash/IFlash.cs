namespace DutyKiosk.Core.Flash
{
    /// <summary>
    /// The files of the terminal. Each call opens, works and closes, because LittleFS commits at close and at no other moment.
    /// Twins: the file system of the device, the virtual board's flash, the tests' flash that loses power.
    /// </summary>
    public interface IFlash
    {
        /// <summary>The names of all files, in no order.</summary>
        string[] List();

        /// <summary>How many bytes a file has; -1 where there is none.</summary>
        int Length(string name);

        /// <summary>The bytes of a file, or null where there is none.</summary>
        byte[]? Read(string name);

        /// <summary>Reads a part of a file into the front of <paramref name="buffer"/>; false when the file does not have all of it.</summary>
        bool Read(string name, int offset, byte[] buffer, int count);

        /// <summary>Adds bytes to the end of a file, creating it where there is none. False when they could not be committed.</summary>
        bool Append(string name, byte[] bytes, int length);

        /// <summary>Replaces a file. False when it could not be committed; the old content may be gone then, so callers keep two slots.</summary>
        bool Write(string name, byte[] bytes, int length);

        /// <summary>Removes a file; nothing happens where there is none.</summary>
        void Delete(string name);
    }
}
