@R14.3.1
Feature: R14.3.1 提前半小时归纳整理,做好交班准备
  Half an hour before the end the holder is reminded to prepare the sheet, which is ready before the first tap.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 提前半小时提醒 he is reminded half an hour before the end
    When the time is "07:29"
    Then no notice about "prepare-sheet" is sent
    And a notice about "prepare-sheet" reaches "S01" by "07:31"
    And a notice about "prepare-sheet" reaches "S09" by "07:31"

  Scenario: 改为提前十分钟 a house that reminds ten minutes before
    Given the policy pack "community" with:
      | parameter       | value |
      | prepareSheetMin | 10    |
    When the time is "07:49"
    Then no notice about "prepare-sheet" is sent
    And a notice about "prepare-sheet" reaches "S01" by "07:51"

  Scenario: 未准备好不得交接 without a sheet that is ready no handover begins
    When "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    And there is no record "handover.started"

  Scenario: 准备好后可以交接 with it one does
    When "S01" completes the sheet at "07:31"
    And "S02" taps at "07:45"
    And "S02" reads the sheet at "07:46"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "N1" is frozen
    And "S02" holds the duty
