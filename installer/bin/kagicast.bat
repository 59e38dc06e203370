@echo off
rem Starts Kagicast on the runtime beside it, on JAVA_HOME, or on the java of the path.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA_EXE=java"
if exist "%JAVA_HOME%\bin\java.exe" set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
if exist "%HOME_DIR%\runtime\bin\java.exe" set "JAVA_EXE=%HOME_DIR%\runtime\bin\java.exe"
rem The heap of a program that lives long is kept close to what is in use; see the launcher for other systems.
set "MEMORY="
if "%~1"=="content-server" set "MEMORY=-XX:+UseSerialGC -Xms32m -XX:MetaspaceSize=64m -XX:+ExitOnOutOfMemoryError"
if "%~1"=="client" set "MEMORY=-XX:+UseSerialGC -Xms32m -XX:MetaspaceSize=64m -XX:+ExitOnOutOfMemoryError"
set "CONSOLE=-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms32m -Xmx384m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 -XX:MetaspaceSize=96m -Djavafx.animation.pulse=30"
if "%~1"=="" set "MEMORY=%CONSOLE%"
if "%~1"=="console" set "MEMORY=%CONSOLE%"
"%JAVA_EXE%" --module-path="%HOME_DIR%\fx" --add-modules=javafx.controls,javafx.fxml --enable-native-access=javafx.graphics,ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+DisableAttachMechanism -XX:-CreateCoredumpOnCrash -Djava.awt.headless=true %MEMORY% %KAGICAST_JAVA_OPTIONS% -classpath "%HOME_DIR%\lib\*" org.kagicast.cli.Main %*
