using System;

namespace DutyKiosk.Terminal.Update
{
    /// <summary>Assemblies of an image as the virtual board knows them: bytes that stand for programs of this process.</summary>
    public sealed class LoadedImage
    {
        private readonly VirtualBoard.BoardPrograms _programs = VirtualBoard.Board.Current.Programs;
        private byte[]? _newest;

        /// <summary>Loads the next assembly; throws where the board knows none of these bytes.</summary>
        public void Load(byte[] assembly)
        {
            _programs.Load(assembly);
            _newest = assembly;
        }

        /// <summary>Starts the program of the assembly that was loaded last.</summary>
        public object? Start(string slot)
        {
            if (_newest == null)
            {
                throw new InvalidOperationException("The image has no program.");
            }

            return _programs.Start(_newest, slot);
        }
    }
}
